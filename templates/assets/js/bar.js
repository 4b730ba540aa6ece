// `<papertrail-browse>`: the bar above the papers of a page. It is there at once, and fetches what finds, filters, groups
// and sorts the papers when there is something to do.
//
// It is an element of its own because it then starts by itself on pages that a theme puts in place of others. It may
// start before the page has been read to its end.

import { INDEX_FOLDER, TEXTS_FOLDER } from "./index-paths.js";
import { followKeys } from "./keys.js";
import { layOut } from "./later.js";
import { element, say } from "./say.js";

/** Waits until the page has been read to its end. */
export const pageRead = async () =>
  document.readyState !== "loading" ||
  new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));

const early = new Set();

/** Has the browser fetch what will soon be asked for, once. */
function fetchEarly(href) {
  if (early.has(href)) return;
  early.add(href);
  document.head.append(element("link", { rel: "preload", as: "fetch", crossorigin: true, href }));
}

class Bar extends HTMLElement {
  connectedCallback() {
    this.ender = new AbortController();
    const { signal } = this.ender;
    const on = (type, act) => this.addEventListener(type, act, { signal });
    on("pointerover", () => this.load());
    on("focusin", () => this.load());
    on("input", ({ target }) => target === this.field && (this.browse ? this.browse.typed() : this.load()));
    on("focusout", ({ target }) => target === this.field && this.browse?.settle());
    on("change", ({ target: { name, value } }) => name && this.do((browse) => browse.picked(name, value)));
    on("click", ({ target }) => this.#pressed(target.closest("button")));
    followKeys(this, {
      clear: () => this.do((browse) => browse.find("")),
      settle: () => this.browse?.settle(),
      more: () => this.do((browse) => browse.more()),
    }, signal);
    pageRead().then(() => this.isConnected && layOut(this.box));
    if (location.search || this.field?.value) this.load();
    else if (this.hasAttribute("whole")) this.#begin().then((browse) => browse?.showFacets()).catch(failed);
  }

  disconnectedCallback() {
    this.ender.abort();
    this.browse?.end();
    this.browse = this.beginning = this.loading = null;
  }

  /** The field that words are typed into. */
  get field() {
    return this.querySelector(".pt-words");
  }

  /** The part of the page that holds its rows. */
  get box() {
    return this.closest(".papertrail").querySelector(".pt-rows");
  }

  /** Where the texts of the page's papers are, beside its index. */
  get texts() {
    return new URL(this.getAttribute("index"), document.baseURI).href.replace(INDEX_FOLDER, TEXTS_FOLDER);
  }

  /** Fetches what facets need. */
  #begin() {
    this.beginning ??= Promise.all([import("./browse.js"), pageRead()])
      .then(([{ begun }]) => begun(this))
      .catch((error) => {
        this.beginning = null;
        throw error;
      });
    return this.beginning;
  }

  /** Fetches all that there is. What is typed meanwhile is in the field. */
  load() {
    fetchEarly(this.texts); // while the index is still on its way
    this.loading ??= this.#begin()
      .then((browse) => browse?.fill())
      .then((browse) => (this.browse = browse))
      .catch((error) => {
        this.loading = null; // asked for again at the next use
        say("The papers cannot be filtered now.");
        failed(error);
      });
    return this.loading;
  }

  /** Calls `act` with what does the work: at once, if it is there. */
  async do(act) {
    if (!this.browse) {
      this.box.ariaBusy = "true";
      if (!(await this.load())) this.box.ariaBusy = null;
    }
    if (this.browse && this.isConnected) act(this.browse);
  }

  #pressed(button) {
    if (button?.matches(".pt-filters, .pt-save")) this.do((browse) => browse.pressed(button));
  }
}

const failed = (error) => console.warn(error);

customElements.define("papertrail-browse", Bar);
