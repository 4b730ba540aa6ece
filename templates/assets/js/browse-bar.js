// `<papertrail-browse>`: the bar above the papers of a page. It loads `browse.js`, which searches, filters, groups and
// sorts the papers, when a reader first uses it.
//
// As a custom element it also starts on pages that the theme loads later. It may start before the page has been parsed.

import { announce } from "./announce.js";
import { hideRowsNotAskedFor, leaveRoomForProgress, showRowsAskedFor } from "./asked.js";
import { addSortButtons } from "./column-sort.js";
import { domReady } from "./dom.js";
import { whenIdle } from "./idle.js";
import { INDEX_FOLDER, TEXTS_FOLDER } from "./index-paths.js";
import { followKeys } from "./keyboard.js";
import { layOutWhenIdle } from "./row-layout.js";
import { preload } from "./site-files.js";
import { t } from "./words.js";

const logError = (error) => console.warn(error);

class BrowseBar extends HTMLElement {
  connectedCallback() {
    this.lifetime = new AbortController();
    const { signal } = this.lifetime;
    hideRowsNotAskedFor(); // the theme may have replaced the page
    leaveRoomForProgress();
    this.#listen(signal);
    followKeys(this, {
      clear: () => this.do((browse) => browse.find("")),
      commit: () => this.browse?.commit(),
      whenFound: (then) => this.do(then),
      showMore: () => this.do((browse) => browse.showMore()),
    }, signal);
    domReady().then(() => this.isConnected && this.#startPage(signal));
    if (location.search || this.field?.value) this.load();
    else if (this.hasAttribute("whole") && !this.hasAttribute("within")) this.#showFacets();
  }

  #showFacets() {
    this.#start().then((browse) => browse?.showFacets()).catch(logError);
  }

  #startPage(signal) {
    layOutWhenIdle(this.box);
    this.#watchColumn(signal);
    addSortButtons(this.box);
    this.box.addEventListener("click", ({ target }) => {
      const button = target.closest(".pt-sort");
      if (button) this.do((browse) => browse.sortBy(button));
    }, { signal });
  }

  /** Fills the column whenever the stylesheet finds room for it. */
  #watchColumn(signal) {
    if (!this.column) return;
    let visible = false;
    const observer = new ResizeObserver(() => {
      const before = visible;
      visible = this.column.checkVisibility();
      if (visible && !before) whenIdle(() => this.isConnected && this.#showFacets());
    });
    observer.observe(this.column);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  disconnectedCallback() {
    this.lifetime.abort();
    this.browse?.end();
    this.browse = this.starting = this.loading = null;
  }

  #listen(signal) {
    const on = (type, listener) => this.addEventListener(type, listener, { signal });
    on("pointerover", () => this.load());
    on("focusin", () => this.load());
    on("input", ({ target }) => target === this.field && (this.browse ? this.browse.typed() : this.load()));
    on("focusout", ({ target }) => target === this.field && this.browse?.commit());
    on("change", ({ target: { name, value } }) => name && this.do((browse) => browse.select(name, value)));
    on("click", ({ target }) => this.#clicked(target.closest("button")));
  }

  /** The search field. */
  get field() {
    return this.querySelector(".pt-words");
  }

  /** The names of the groupings and of the orders that the page offers. */
  get options() {
    const selects = [...this.querySelectorAll("select")];
    return Object.fromEntries(selects.map(({ name, options }) => [name, Array.from(options, ({ value }) => value)]));
  }

  /** The element that holds the rows of the page. */
  get box() {
    return this.closest(".papertrail").querySelector(".pt-rows");
  }

  /** The element for facets next to the rows, which is visible where there is room for it. */
  get column() {
    return this.closest(".papertrail").querySelector(".pt-column");
  }

  /** URL of the texts of the page's papers, next to their index. */
  get texts() {
    return new URL(this.getAttribute("index"), document.baseURI).href.replace(INDEX_FOLDER, TEXTS_FOLDER);
  }

  /** Loads the script and the index, which is all that facets need. */
  #start() {
    this.starting ??= Promise.all([import("./browse.js"), domReady()])
      .then(([{ startBrowse }]) => startBrowse(this))
      .catch((error) => {
        this.starting = null;
        throw error;
      });
    return this.starting;
  }

  /** Loads everything. What a reader types in the meantime stays in the field. */
  load() {
    preload(this.texts); // while the index is still loading
    this.loading ??= this.#start()
      .then((browse) => browse?.fill())
      .then((browse) => (this.browse = browse))
      .catch((error) => {
        this.loading = null; // the next use tries again
        showRowsAskedFor();
        announce(t("Could not load the papers. Check your connection and try again."));
        logError(error);
      });
    return this.loading;
  }

  /** Calls `action` with the loaded `Browse`: at once, or after loading it. */
  async do(action) {
    if (!this.browse) {
      this.box.ariaBusy = "true";
      if (!(await this.load())) this.box.ariaBusy = null;
    }
    if (this.browse && this.isConnected) action(this.browse);
  }

  #clicked(button) {
    if (button?.matches(".pt-filters")) this.do((browse) => browse.openFilters());
    if (button?.matches(".pt-view")) this.do((browse) => browse.openViewMenu(button));
    if (button?.matches(".pt-save")) this.do((browse) => browse.openSaveMenu(button));
  }
}

export const defineBrowseBar = () => customElements.define("papertrail-browse", BrowseBar);
