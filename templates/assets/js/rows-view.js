// Shows the page's own rows, or others in their place.

import { whenIdle } from "./idle.js";
import { layOutNow, layOutWhenIdle, resetLayout } from "./row-layout.js";

/** Milliseconds without a change after which the remaining rows are rendered, so that typing stays fast. */
const QUIET = 100;
/** Rows rendered in one step, and the milliseconds that must be left for another. */
const ROWS_RENDERED_PER_STEP = 8;
const TIME_FOR_STEP = 5;

export class RowsView {
  /**
   * @param box the element that holds the rows of the page
   * @param settled called once a change has been the last one for `QUIET`, before the remaining rows are rendered
   */
  constructor(box, settled) {
    Object.assign(this, { box, settled });
    this.own = [...box.childNodes];
    this.total = 0;
    this.rendered = 0;
    this.change = 0;
  }

  /** The heads of columns in the page's own tables, from which the heads of others are copied. */
  get heads() {
    return this.own.flatMap((node) => (node.tHead ? [...node.tHead.rows[0].cells] : []));
  }

  /** Whether the page's own rows are shown. */
  get showsOwn() {
    return this.box.firstChild === this.own[0];
  }

  /** Shows the page's own rows; then calls `done`. */
  showOwn(done) {
    if (!this.showsOwn) {
      this.box.replaceChildren(...this.own);
      resetLayout(this.box);
    }
    this.group = null;
    this.#complete(() => false, done);
  }

  /**
   * Shows `first` rows of the groups at once, and up to `limit` when there is time; then calls `done`.
   * @param source creates rows and headings: `IndexRows` or `PageRows`
   */
  show(groups, source, first, limit, done) {
    this.#begin(groups, source);
    const fragment = document.createDocumentFragment();
    this.#render(fragment, first);
    this.box.replaceChildren(fragment);
    layOutNow(this.box); // their estimated heights would move the following rows
    const last = Math.min(limit, this.total);
    this.#complete(() => {
      this.#render(this.box, Math.min(this.rendered + ROWS_RENDERED_PER_STEP, last));
      return this.rendered < last;
    }, done);
  }

  /** Renders further rows at once, up to `limit`. */
  renderUpTo(limit) {
    this.#render(this.box, limit);
    layOutWhenIdle(this.box);
  }

  #begin(groups, source) {
    this.total = groups.reduce((sum, { papers }) => sum + papers.length, 0);
    this.rendered = 0;
    this.source = source;
    this.entries = entriesOf(groups);
    this.seenPapers = new Set();
    this.seenHeadings = new Set();
    this.key = this.group = null;
  }

  /** Calls `step` while the browser is idle until it returns false, or until the next change. */
  #complete(step, done) {
    const change = ++this.change;
    const run = (timeLeft) => {
      if (change !== this.change) return;
      let more = step();
      while (more && timeLeft() > TIME_FOR_STEP) more = step();
      if (more) return void whenIdle(run);
      layOutWhenIdle(this.box);
      done();
    };
    this.box.setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.settled();
      whenIdle(run);
    }, QUIET);
  }

  #render(target, limit) {
    while (this.rendered < limit) {
      const { value, done } = this.entries.next();
      if (done) return;
      this.rendered++;
      const { group, paper } = value;
      if (group !== this.group) this.#appendHeadings(target, group);
      this.group = group;
      this.#appendRow(target, this.source.row(paper, group));
    }
  }

  #appendHeadings(target, group) {
    for (const { key, create } of this.source.headings(group)) {
      if (this.seenHeadings.has(key)) continue;
      this.seenHeadings.add(key);
      target.append(create());
      this.key = null;
    }
  }

  /** Appends a row to the last table or list, or to a new one if that has another key. */
  #appendRow(target, entry) {
    if (!entry) return;
    const { row, key, create } = entry;
    if (key !== this.key) {
      const { container, inside } = create();
      target.append(container);
      Object.assign(this, { key, inside });
    }
    // As on the page itself, only the first row of a paper has an id.
    const id = row.dataset.paper;
    if (this.seenPapers.has(id)) row.removeAttribute("id");
    else row.id = id;
    this.seenPapers.add(id);
    this.inside.append(row);
  }
}

function* entriesOf(groups) {
  for (const group of groups) for (const paper of group.papers) yield { group, paper };
}
