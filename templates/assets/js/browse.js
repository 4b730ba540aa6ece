// What the bar above the papers of a page does: it finds, filters, groups and sorts them in place.

import { atRest, read, rest, write, yearsOf } from "./address.js";
import { grouped, ordered } from "./arrange.js";
import { drawChips, filterCount } from "./chips.js";
import { ROWS_AT_ONCE } from "./contract.js";
import { Drawer } from "./drawer.js";
import { Exporting } from "./exporting.js";
import { facetsOf, marksOf } from "./facets.js";
import { Result } from "./filter.js";
import { INDEX_FOLDER } from "./index-paths.js";
import { idly, layOutNow } from "./later.js";
import { marks } from "./marks.js";
import { marksMenu } from "./marking.js";
import { Panel } from "./panel.js";
import { Papers } from "./papers.js";
import { DrawnRows } from "./rows.js";
import { element, number, papersText, say } from "./say.js";
import { Search } from "./search.js";
import { Stage } from "./stage.js";
import { StandingRows } from "./standing.js";

/** Rows that are drawn before the window is painted: more than most windows show. */
const FIRST_ROWS = 16;
/** Milliseconds without a key stroke after which a query counts as meant. */
const SETTLE_AFTER = 700;
const WIDE = matchMedia("(min-width: 76.25em)");

const fetched = new Map();

const jsonOf = async (address) => (await fetch(address)).json();

/** What `make` makes of an address, once; asked for again where it failed. */
async function once(address, make) {
  if (!fetched.has(address)) fetched.set(address, make());
  try {
    return await fetched.get(address);
  } catch (error) {
    fetched.delete(address);
    throw error;
  }
}

/** Does what is asked of a bar, once it has read what facets need; null where its page is no longer there then. */
export async function begun(bar) {
  const address = new URL(bar.getAttribute("index"), document.baseURI).href;
  const papers = await once(address, async () => new Papers(await jsonOf(address)));
  return bar.isConnected ? new Browse(bar, papers) : null;
}

class Browse {
  constructor(bar, papers) {
    Object.assign(this, { bar, papers, texts: bar.texts, field: bar.field, box: bar.box });
    this.column = bar.closest(".papertrail").querySelector(".pt-column");
    this.whole = bar.hasAttribute("whole");
    this.path = location.pathname;
    this.query = location.search;
    papers.whole = this.whole; // the site's own files hold them in this order
    this.facets = facetsOf(papers, marks, bar.getAttribute("topic"));
    this.state = rest(this.facets);
    this.stage = new Stage(this.box);
    [this.top] = bar.getAttribute("index").split(INDEX_FOLDER);
    const whenFull = (act) => (...given) => bar.do(() => act(...given));
    this.act = { choose: whenFull(this.#choose), years: whenFull(this.#years), clear: whenFull(this.#clear) };
    const { signal } = bar.ender;
    addEventListener("popstate", () => this.#returned(), { signal });
    document.addEventListener("click", (event) => this.#follow(event), { capture: true, signal });
    marks.addEventListener("change", () => bar.do(() => this.#remarked()), { signal });
    WIDE.addEventListener("change", () => this.#placePanel(), { signal });
  }

  /** Shows the facets of a page of which nothing is asked. */
  showFacets() {
    if (marks.any || this.bar.loading) return this.bar.load();
    if (!this.papers.full) for (const type of ["pointerover", "focusin"]) {
      this.column?.addEventListener(type, () => this.bar.load(), { once: true, signal: this.bar.ender.signal });
    }
    this.#update();
    this.#placePanel();
    this.bar.ready = true;
  }

  /** Fetches what rows and searches need, and shows what the address and the field ask for. */
  async fill() {
    const { papers, bar } = this;
    await once(this.texts, async () => papers.fill(await jsonOf(this.texts)));
    if (!bar.isConnected) return null;
    for (const [i, was] of Object.entries(papers.was)) marks.follow(papers.id(i), was);
    this.#markFacet.lists = marksOf(papers, marks);
    const typed = this.field.value;
    this.state = read(location.search, this.facets);
    if (typed && typed !== this.state.find) {
      this.typed(); // who types waits for rows: the facets follow them
    } else {
      this.#update();
      this.#placePanel();
      if (location.hash && !this.stage.resting) this.#lead();
    }
    bar.ready = true;
    idly(() => this.#search());
    return this;
  }

  get #markFacet() {
    return this.facets.find(({ key }) => key === "mark");
  }

  /** The page makes way for another. */
  end() {
    clearTimeout(this.pause);
    this.drawer?.element.remove();
  }

  #search = () => (this.papers.search ??= new Search(this.papers));

  get #rows() {
    const { papers, stage } = this;
    if (this.supplier) return this.supplier;
    if (!this.whole) return (this.supplier = new StandingRows(papers, stage.own, this.facets[0]));
    const site = { top: this.top, edit: this.bar.getAttribute("edit") };
    return (this.supplier = new DrawnRows(papers, this.box.querySelector("table"), site));
  }

  // What a reader does

  /** The field holds other words. */
  typed() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.settle(), SETTLE_AFTER);
    this.state.find = this.field.value.trim();
    this.#change();
  }

  /** Asks for other words than the field holds. */
  find(text) {
    this.field.value = text;
    this.typed();
    this.settle();
  }

  /** Another order or grouping was chosen. */
  picked(name, value) {
    this.state[name] = value;
    this.#change();
    this.settle();
  }

  /** The button for filters, or for saving. */
  pressed(button) {
    if (button.matches(".pt-save")) this.#export(button);
    else this.#openDrawer();
  }

  #choose = (facet, value, no) => {
    const [here, there] = no ? ["no", "yes"] : ["yes", "no"];
    this.state[there][facet.key].delete(value);
    if (!this.state[here][facet.key].delete(value)) this.state[here][facet.key].add(value);
    this.#filtered();
  };

  #years = (years) => {
    this.state.years = yearsOf(years.map((year) => year.trim().padStart(year && 4, "0")).join("-"));
    this.#filtered();
  };

  #clear = () => {
    const { group, sort } = this.state;
    this.state = { ...rest(this.facets), group, sort };
    this.#filtered();
  };

  #filtered() {
    const focused = document.activeElement;
    this.#change();
    this.#refresh();
    this.settle();
    if (!focused.isConnected) this.field.focus({ preventScroll: true });
    if (!this.drawer?.open) this.#showTop();
  }

  /** Links of this page to itself only change what is shown; a theme would take them for a new page, or for none. */
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== this.path) return;
    if (url.hash) this.#settleRows();
    if (url.search === location.search || (url.hash && url.search)) return;
    event.preventDefault();
    event.stopPropagation();
    if (url.hash) return void (location.hash = url.hash);
    history.pushState(null, "", url);
    this.#arrive();
    scrollTo(0, 0);
  }

  /** Back and Forward between what was asked for here. */
  #returned() {
    if (location.pathname === this.path && location.search !== this.query) this.#arrive();
  }

  /** Draws and lays out all rows that are to be shown: later they would move away the place that a reader asked for. */
  #settleRows() {
    if (!this.stage.resting) this.stage.more(this.#rows, this.most);
    layOutNow(this.box);
  }

  /** Shows the place that the address leads to; the browser looked for it when other rows stood there. */
  #lead() {
    this.#settleRows();
    const { hash, href } = location;
    const places = [...this.box.querySelectorAll("[id]")];
    places.find(({ id }) => new URL(`#${id}`, href).hash === hash)?.scrollIntoView();
  }

  #remarked() {
    this.#markFacet.lists = marksOf(this.papers, marks);
    this.#refresh(); // but rows stay until something else is asked for: one that goes when it is marked is lost
  }

  // What follows from it

  /** The address asks for something. */
  #arrive() {
    clearTimeout(this.pause);
    this.query = location.search;
    this.bar.do(() => {
      this.state = read(location.search, this.facets);
      this.#update();
    });
  }

  #change() {
    this.#update();
    const { count } = this.result;
    say(count === this.papers.count ? papersText(count) : `${number(count)} of ${papersText(this.papers.count)}`);
  }

  /** What is shown becomes an entry of the history, unless it is one. */
  settle() {
    clearTimeout(this.pause);
    if (location.pathname !== this.path) return;
    const query = write(this.state, this.facets, location.search);
    const now = write(read(location.search, this.facets), this.facets, location.search);
    if (query === now) return;
    history.pushState(null, "", this.path + query);
    this.query = location.search;
  }

  #update() {
    const { papers, facets, state } = this;
    this.most = ROWS_AT_ONCE;
    this.result = new Result(papers, facets, state, this.#search);
    this.order = ordered(papers, this.result.shown, state.sort);
    if (document.activeElement !== this.field) this.field.value = state.find;
    for (const pick of this.bar.querySelectorAll("select")) pick.value = state[pick.name];
    if (atRest(state, facets)) this.stage.rest(this.#completed);
    else this.#draw(FIRST_ROWS);
    this.#tell();
  }

  #draw(first) {
    const groups = grouped(this.papers, this.facets, this.state, this.order);
    this.stage.show(groups, this.#rows, first, this.most, this.#completed);
    if (!this.result.count) this.box.replaceChildren(this.#nothing());
  }

  #nothing() {
    const clear = element("button", { type: "button", class: "pt-plain" }, "Clear all filters");
    clear.addEventListener("click", this.act.clear);
    return element("p", { class: "pt-empty" }, "No paper is like that. ", clear);
  }

  #tell() {
    const { papers, facets, state, result } = this;
    const all = result.count === papers.count;
    const shown = all ? number(result.count) : `${number(result.count)} of ${number(papers.count)}`;
    this.bar.querySelector(".pt-shown").textContent = `${shown} ${papers.count === 1 ? "paper" : "papers"}`;
    drawChips(this.bar.querySelector(".pt-chips"), state, facets, this.act);
    const count = filterCount(state, facets);
    this.bar.querySelector(".pt-filter-count").textContent = count ? ` (${count})` : "";
    this.drawer?.tell(papersText(result.count));
    this.#offerMore();
  }

  /** The rows stand: what can wait follows. */
  #completed = () => {
    this.#offerMore();
    this.#placePanel();
    this.box.removeAttribute("aria-busy");
  };

  // More rows

  get #left() {
    if (!this.stage.resting) return this.stage.total - this.stage.drawn;
    return this.whole ? this.papers.topic.lists.of.length - this.#standing : 0;
  }

  get #standing() {
    return this.box.querySelectorAll("tr[data-paper]").length;
  }

  #offerMore() {
    if (!this.morePlace) {
      const button = element("button", { type: "button", class: "pt-button" });
      button.addEventListener("click", () => this.bar.do(() => this.more()));
      this.morePlace = element("p", { class: "pt-more pt-scripted" }, button);
      this.box.after(this.morePlace);
    }
    const left = this.#left;
    this.morePlace.hidden = left <= 0 || this.stage.drawn < Math.min(this.most, this.stage.total);
    this.morePlace.firstChild.textContent = `Show ${Math.min(left, ROWS_AT_ONCE)} more of ${number(left)}`;
  }

  /** Shows more rows, if there are any. */
  more() {
    if (this.#left <= 0) return;
    const before = this.box.querySelectorAll(".pt-to-paper").length;
    this.most += ROWS_AT_ONCE;
    if (this.stage.resting) this.#draw(this.most);
    else this.stage.more(this.#rows, this.most);
    this.#offerMore();
    this.box.querySelectorAll(".pt-to-paper")[before]?.focus({ preventScroll: true });
  }

  /** Rows that are above the window are of no use to whoever has just asked for others. */
  #showTop() {
    if (this.bar.getBoundingClientRect().top < 0) this.bar.scrollIntoView({ block: "start" });
  }

  // Facets and data

  /** Puts the facets beside the rows where there is room, else into the drawer, and brings them up to date. */
  #placePanel() {
    const beside = this.column && WIDE.matches;
    if (!beside && !this.drawer?.open) return;
    this.panel ??= new Panel(this.papers, this.facets, this.act);
    const place = beside ? this.column : this.drawer.body;
    if (this.panel.element.parentElement !== place) place.append(this.panel.element);
    this.#refresh();
  }

  #refresh() {
    if (this.panel?.element.isConnected && (this.drawer?.open || this.column?.contains(this.panel.element))) {
      this.panel.update(this.result, this.state);
    }
  }

  #openDrawer() {
    if (!this.drawer) {
      this.drawer = new Drawer({ clear: this.act.clear, closed: () => this.#showTop() });
      this.bar.append(this.drawer.element);
    }
    this.drawer.tell(papersText(this.result.count));
    this.drawer.show();
    this.#placePanel();
  }

  #export(button) {
    if (!this.exporting) {
      const extra = this.whole ? marksMenu() : [];
      this.exporting = new Exporting(this.papers, this.bar.getAttribute("data"), this.top, () => this.order, extra);
      this.bar.append(this.exporting.element);
    }
    this.exporting.open(button);
  }
}
