// Shows the state of a page: its rows, the counts, the filters and the menus.

import { showRowsAskedFor } from "./asked.js";
import { showSortInHeads } from "./column-sort.js";
import { BEST_MATCH, ROWS_AT_ONCE } from "./contract.js";
import { element } from "./dom.js";
import { FacetsView } from "./facets-view.js";
import { filterCount, updateChips } from "./filter-chips.js";
import { INDEX_FOLDER } from "./index-paths.js";
import { IndexRows } from "./index-rows.js";
import { highlightMatches } from "./match-highlight.js";
import { withReasons } from "./match-reasons.js";
import { noResults } from "./no-results.js";
import { PageRows } from "./page-rows.js";
import { loadReading } from "./reading-on.js";
import { layOutNow } from "./row-layout.js";
import { RowsView } from "./rows-view.js";
import { SaveMenu } from "./save-menu.js";
import { ViewMenu } from "./view-menu.js";
import { formatNumber, t } from "./words.js";

/** Rows rendered before the next frame: more than most windows show. */
const ROWS_IN_FRAME = 12;

export class BrowseView {
  /** @param actions what a reader can do: `toggle`, `setYears`, `clear`, `find`, `showMore` */
  constructor(bar, state, actions) {
    Object.assign(this, { bar, state, actions, box: bar.box });
    /** Whether the index has all papers of the site; the page has only some rows. */
    this.whole = bar.hasAttribute("whole");
    /** On the pages of a group the links to its further pages, whose papers are shown as well once a reader asks for some. */
    this.pages = bar.hasAttribute("within") ? this.box.parentElement.querySelector(".pt-parts") : null;
    [this.root] = bar.getAttribute("index").split(INDEX_FOLDER);
    this.facets = new FacetsView(bar, state, { ...actions, closed: () => this.scrollToBar() });
    // Before the rows below the window: what moves long after a key confuses readers.
    this.rows = new RowsView(this.box, () => this.facets.place());
    this.limit = ROWS_AT_ONCE;
  }

  /** Shows a changed state: a part of the rows and the counts at once, the rest when there is time. */
  update() {
    const { state } = this;
    this.limit = ROWS_AT_ONCE;
    highlightMatches(this.box, []); // those of the new rows follow when they are complete
    this.#updateControls();
    if (state.isDefault) this.rows.showOwn(this.#completed);
    else this.#showRows(ROWS_IN_FRAME);
    if (this.pages) this.pages.hidden = !state.isDefault;
    this.#updateCounts();
    showRowsAskedFor();
  }

  #updateControls() {
    const { field } = this.bar;
    const { query } = this.state;
    if (document.activeElement !== field) field.value = query.find;
    showSortInHeads(this.rows.heads, this.state.sort);
    for (const select of this.bar.querySelectorAll("select")) select.value = this.state[select.name];
    this.bestMatch ??= this.bar.querySelector(`select[name=sort] [value=${BEST_MATCH}]`);
    if (this.bestMatch) this.bestMatch.disabled = this.bestMatch.hidden = !query.find;
  }

  #updateCounts() {
    const { state, bar } = this;
    bar.querySelector(".pt-shown").textContent = state.countText;
    updateChips(bar.querySelector(".pt-chips"), state.query, state.facets, this.actions);
    const count = filterCount(state.query, state.facets);
    bar.querySelector(".pt-filter-count").textContent = count ? ` (${count})` : "";
    this.facets.updateCount();
    this.#updateMore();
  }

  /** Does what can wait until the rows are complete. */
  #completed = () => {
    this.#highlight();
    this.#updateMore();
    this.box.removeAttribute("aria-busy");
  };

  // Rows

  #showRows(first) {
    const { found, count } = this.state.result;
    const source = found ? withReasons(this.#rowSource, found) : this.#rowSource;
    this.rows.show(this.state.groups, source, first, this.limit, this.#completed);
    if (!count) this.box.replaceChildren(noResults(this.state, this.actions));
  }

  get #rowSource() {
    return (this.source ??= this.#createRowSource());
  }

  #createRowSource() {
    const { papers, facets } = this.state;
    if (!this.whole) return new PageRows(papers, this.rows.own, facets[0]);
    const site = { root: this.root, edit: this.bar.getAttribute("edit"), form: this.bar.getAttribute("form") };
    return new IndexRows(papers, this.box.querySelector("table"), site);
  }

  #highlight() {
    highlightMatches(this.box, this.state.result.found?.matchers ?? []);
  }

  /** Renders and lays out all rows: afterwards they would move the target that a reader asked for. */
  completeRows() {
    if (!this.rows.showsOwn) this.rows.renderUpTo(this.limit);
    layOutNow(this.box);
  }

  /** Scrolls to the target of the URL; the browser looked for it among other rows. */
  scrollToTarget() {
    if (!location.hash || this.rows.showsOwn) return;
    this.completeRows();
    this.target(location.hash)?.scrollIntoView();
  }

  /** The element with the id of a URL's hash among the rows and their headings. */
  target(hash) {
    const targets = [...this.box.querySelectorAll("[id]")];
    return targets.find(({ id }) => new URL(`#${id}`, location.href).hash === hash);
  }

  /** Scrolls up to the bar, since a reader who has changed the rows looks at the first. */
  scrollToBar() {
    const start = this.bar.getClientRects().length ? this.bar : this.box; // on phones the bar has no box
    if (start.getBoundingClientRect().top < 0) start.scrollIntoView({ block: "start" });
  }

  // More rows

  /** How many rows could still be shown. */
  get #left() {
    const { rows } = this;
    if (!rows.showsOwn) return rows.total - rows.rendered;
    if (!this.whole || this.pages) return 0;
    return this.state.papers.topic.lists.values.length - this.box.querySelectorAll("tr[data-paper]").length;
  }

  #updateMore() {
    this.more ??= this.#moreButton();
    const left = this.#left;
    this.more.hidden = left <= 0 || this.rows.rendered < Math.min(this.limit, this.rows.total);
    this.more.firstChild.textContent = t("Show {count} more of {left}", {
      count: Math.min(left, ROWS_AT_ONCE),
      left: formatNumber(left),
    });
    this.more.dataset.left = t("Not printed: {left} more", { left: formatNumber(left) });
  }

  #moreButton() {
    const button = element("button", { type: "button", class: "pt-button" });
    button.addEventListener("click", this.actions.showMore);
    const more = element("p", { class: "pt-more pt-scripted" }, button);
    this.box.after(more);
    return more;
  }

  /** Shows further rows, if there are any, and focuses the first of them. */
  showMore() {
    if (this.#left <= 0) return;
    const links = () => this.box.querySelectorAll(".pt-to-paper");
    const before = links().length;
    this.limit += ROWS_AT_ONCE;
    if (this.rows.showsOwn) this.#showRows(this.limit);
    else this.rows.renderUpTo(this.limit);
    this.#highlight();
    this.#updateMore();
    links()[before]?.focus({ preventScroll: true });
  }

  /** Focuses the row of a paper, after other rows have replaced it; the field if it is not there any more. */
  focusRow(paper) {
    const link = this.box.querySelector(`[data-paper="${paper}"] .pt-to-paper`) ?? this.bar.field;
    link.focus({ preventScroll: true });
  }

  /** Focuses the button of a column, after other rows have replaced those around it. */
  focusSort(value) {
    this.box.querySelector(`.pt-sort[value="${value}"]`)?.focus({ preventScroll: true });
  }

  // Menus

  openViewMenu(button) {
    if (!this.viewMenu) {
      this.viewMenu = new ViewMenu(this.rows.own);
      this.bar.append(this.viewMenu.element);
    }
    this.viewMenu.open(button);
  }

  openSaveMenu(button) {
    this.saveMenu ??= this.#createSaveMenu();
    this.saveMenu.open(button);
  }

  #createSaveMenu() {
    const { bar, state, whole, root } = this;
    const source = { papers: state.papers, base: bar.getAttribute("data"), root, whole };
    const menu = new SaveMenu(source, () => state.order);
    bar.append(menu.element);
    if (whole) loadReading((reading) => menu.element.append(...reading.marksFileControls()));
    return menu;
  }

  remove() {
    highlightMatches(this.box, []);
    this.facets.remove();
  }
}
