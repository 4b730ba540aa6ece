// Controls the papers of a page: turns what a reader does into a new state, and shows it.

import { readWords } from "./abstract-words.js";
import { announce } from "./announce.js";
import { BrowseHistory } from "./browse-history.js";
import { BrowseState } from "./browse-state.js";
import { BrowseView } from "./browse-view.js";
import { nextSort } from "./column-sort.js";
import { facetsOf, marksOf } from "./facets.js";
import { PLACEHOLDER } from "./contract.js";
import { whenIdle } from "./idle.js";
import { INDEX_FOLDER, TEXTS_FOLDER, WORDS_FOLDER } from "./index-paths.js";
import { marks } from "./marks.js";
import { PaperIndex } from "./paper-index.js";
import { ROWS } from "./row-layout.js";
import { readJson } from "./site-files.js";
import { visit } from "./visit.js";

/** Milliseconds without a key stroke after which a text becomes an entry of the history. */
const COMMIT_DELAY = 700;

const requests = new Map();

/** Reads JSON and converts it, once for each URL; after an error the next call tries again. */
async function fetchOnce(url, convert) {
  if (!requests.has(url)) requests.set(url, readJson(url).then(convert));
  try {
    return await requests.get(url);
  } catch (error) {
    requests.delete(url);
    throw error;
  }
}

/** Loads the index of a bar, which is all that facets need; returns null if the page has been replaced meanwhile. */
export async function startBrowse(bar) {
  const url = new URL(bar.getAttribute("index"), document.baseURI).href;
  const papers = await fetchOnce(url, (index) => new PaperIndex(index));
  return bar.isConnected ? new Browse(bar, papers) : null;
}

/** Opens the page of a random paper of an index; does nothing if there is none. */
function openRandomOf(papers, numbers, indexUrl) {
  if (!numbers.length) return;
  const id = papers.id(numbers[Math.floor(Math.random() * numbers.length)]);
  const [root] = indexUrl.split(INDEX_FOLDER);
  location.assign(root + papers.urls.paper.replace(PLACEHOLDER, encodeURIComponent(id)));
}

/** Loads the index of all papers and opens the page of a random one. */
export async function openRandomPaper(index) {
  const { href } = new URL(index, document.baseURI);
  const papers = await fetchOnce(href, (facets) => new PaperIndex(facets));
  await fetchOnce(href.replace(INDEX_FOLDER, TEXTS_FOLDER), (texts) => papers.fill(texts));
  openRandomOf(papers, [...papers.ids.keys()], href);
}

class Browse {
  constructor(bar, papers) {
    Object.assign(this, { bar, papers });
    const { signal } = bar.lifetime;
    const facets = facetsOf(papers, marks, bar.getAttribute("topic"), visit);
    this.markFacet = facets.find(({ key }) => key === "mark");
    this.state = new BrowseState(papers, facets, bar.options, bar.getAttribute("within") ?? "");
    this.view = new BrowseView(bar, this.state, this.#actions());
    this.history = new BrowseHistory({
      queryChanged: () => this.#queryChanged(),
      targetFollowed: (hash) => this.#targetFollowed(hash),
    }, signal);
    for (const changing of [marks, visit]) {
      changing.addEventListener("change", () => bar.do(() => this.#marksChanged()), { signal });
    }
  }

  /** What the parts of the view may do, once everything is loaded. */
  #actions() {
    const { bar, state } = this;
    const filter = (change) => (...values) => bar.do(() => this.#filter(() => change(...values)));
    return {
      toggle: filter((facet, value, excluded) => state.toggle(facet, value, excluded)),
      setYears: filter((years) => state.setYears(years)),
      clear: filter(() => state.clear()),
      find: (text) => bar.do(() => this.find(text)),
      showMore: () => bar.do(() => this.showMore()),
    };
  }

  /** Shows the facets of a page whose URL asks for nothing, where there is room for them. */
  showFacets() {
    const { bar, view } = this;
    if (bar.ready) return view.facets.place();
    if (marks.any || visit.fresh.size || bar.loading) return bar.load();
    if (!this.papers.full) this.#loadWhenUsed(bar.column);
    this.#update();
    view.facets.place();
    bar.ready = true;
  }

  #loadWhenUsed(column) {
    const options = { once: true, signal: this.bar.lifetime.signal };
    for (const type of ["pointerover", "focusin"]) column?.addEventListener(type, () => this.bar.load(), options);
  }

  /** Loads what rows and searches need, and shows what the URL and the field ask for. */
  async fill() {
    const { papers, bar, state } = this;
    await fetchOnce(bar.texts, (texts) => papers.fill(texts));
    if (/[?&](?:no-)?mark=new\b/.test(location.search)) await visit.ready;
    if (!bar.isConnected) return null;
    for (const [i, former] of Object.entries(papers.was)) marks.rename(papers.id(i), former);
    this.markFacet.lists = marksOf(papers, marks, visit);
    const typed = bar.field.value;
    state.parse(location.search);
    if (typed && typed !== state.query.find) {
      this.typed(); // the facets follow when the browser is idle
    } else {
      this.#update();
      this.view.facets.place();
      this.view.scrollToTarget();
      await this.#completeSearch();
      if (!bar.isConnected) return null;
    }
    bar.ready = true;
    whenIdle(state.search);
    return this;
  }

  /** Removes what the page added to itself. */
  end() {
    clearTimeout(this.timer);
    this.view.remove();
  }

  // What a reader does

  /** Searches for the text of the field. */
  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(), COMMIT_DELAY);
    this.state.query.find = this.bar.field.value.trim();
    this.#change();
    this.#completeSearch();
  }

  /** Searches for a text. */
  find(text) {
    this.bar.field.value = text;
    if (text) this.bar.field.focus({ preventScroll: true });
    this.typed();
    this.commit();
  }

  /** Selects another order or grouping. */
  select(name, value) {
    this.state.select(name, value);
    this.#change();
    this.commit();
  }

  /** Sorts by a column, or in its next order if it is already sorted by that. */
  sortBy(button) {
    const { value } = button;
    this.select("sort", nextSort(value, this.state.sort));
    if (!button.isConnected) this.view.focusSort(value);
  }

  openViewMenu(button) {
    this.view.openViewMenu(button);
  }

  /** Loads the words of abstracts for a search, and shows what it finds then. */
  async #completeSearch() {
    const { papers, bar, state } = this;
    if (!state.query.find || !papers.hasWords || state.search().complete || this.completing) return;
    const url = new URL(bar.getAttribute("index"), document.baseURI).href.replace(INDEX_FOLDER, WORDS_FOLDER);
    this.completing = fetchOnce(url, (file) => state.search().add(readWords(file, papers.count)));
    await this.completing.catch(console.warn); // without them, all other words are found
    this.completing = null;
    if (!bar.isConnected || !state.search().complete) return;
    const before = state.order.join();
    state.update();
    if (before && state.order.join() === before) return;
    const paper = document.activeElement?.closest(ROWS)?.dataset.paper;
    this.#change();
    if (paper) this.view.focusRow(paper);
    this.view.scrollToTarget();
  }

  showMore() {
    this.view.showMore();
  }

  /** Ids of all papers of the page. */
  get ids() {
    const { own } = this.state;
    return this.papers.ids.map((_, i) => this.papers.id(i)).filter((_, i) => own[i]);
  }

  /** Opens the page of a random paper of those that match. */
  openRandom() {
    openRandomOf(this.papers, this.state.order, new URL(this.bar.getAttribute("index"), document.baseURI).href);
  }

  openFilters() {
    this.view.facets.openDrawer();
  }

  openSaveMenu(button) {
    this.view.openSaveMenu(button);
  }

  #filter(change) {
    const focused = document.activeElement;
    change();
    this.#change();
    this.view.facets.update();
    this.commit();
    if (!focused.isConnected) this.bar.field.focus({ preventScroll: true });
    if (!this.view.facets.drawerOpen) this.view.scrollToBar();
  }

  // Changes of the state

  #queryChanged() {
    clearTimeout(this.timer);
    this.bar.do(() => {
      this.state.parse(location.search);
      this.#update();
      this.#completeSearch();
    });
  }

  /** Shows sections, unless the reader has selected other groups, if one is asked for. */
  #targetFollowed(hash) {
    const { find, group } = this.state.query;
    if (find && !group && !this.view.target(hash)) {
      this.state.select("group", this.state.options.group[0]);
      this.#change();
      this.commit(); // the theme may load the page again
    }
    this.view.completeRows();
  }

  /** Updates the facets only: a row that vanished when it is marked would be hard to find again. */
  #marksChanged() {
    this.markFacet.lists = marksOf(this.papers, marks, visit);
    this.view.facets.update();
  }

  #change() {
    this.#update();
    announce(this.state.countText);
  }

  #update() {
    this.state.update();
    this.view.update();
  }

  /** Makes what is shown an entry of the history, unless it is one. */
  commit() {
    clearTimeout(this.timer);
    this.history.push(this.state);
  }
}
