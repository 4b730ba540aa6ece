// Where the rows stand: the page's own as long as nothing is asked for, others in their place while something is.

import { idly, layOut, waiting } from "./later.js";

/** Milliseconds without a change after which the page is completed: whoever types is not kept waiting by it. */
const QUIET = 100;
/** Rows drawn in one go while there is nothing else to do. */
const SLICE = 8;

export class Stage {
  /** @param box the part of the page that holds its rows */
  constructor(box) {
    this.box = box;
    this.own = [...box.childNodes];
    this.total = 0;
    this.drawn = 0;
    this.turn = 0;
  }

  /** Puts the page's own rows back. */
  rest(done) {
    if (!this.resting) {
      this.box.replaceChildren(...this.own);
      waiting(this.box);
    }
    this.group = null;
    this.#complete(() => false, done);
  }

  get resting() {
    return this.box.firstChild === this.own[0];
  }

  /** Shows `first` rows of the groups at once, and up to `most` when the reader pauses; then calls `done`. */
  show(groups, supplier, first, most, done) {
    this.total = groups.reduce((sum, { papers }) => sum + papers.length, 0);
    this.drawn = 0;
    this.rows = each(groups);
    this.seen = new Set();
    this.headings = new Set();
    this.key = this.group = null;
    const made = document.createDocumentFragment();
    this.#draw(made, supplier, first);
    this.box.replaceChildren(made);
    waiting(this.box);
    const last = Math.min(most, this.total);
    this.#complete(() => {
      this.#draw(this.box, supplier, Math.min(this.drawn + SLICE, last));
      return this.drawn < last;
    }, done);
  }

  /** Draws on at once, up to `most` rows. */
  more(supplier, most) {
    this.#draw(this.box, supplier, most);
    layOut(this.box);
  }

  /** Takes small steps when there is time for them, as long as `step` says that there are more, and until the next change. */
  #complete(step, done) {
    const turn = ++this.turn;
    const go = (left) => {
      if (turn !== this.turn) return;
      let more = step();
      while (more && left() > 5) more = step();
      if (more) return void idly(go);
      layOut(this.box);
      done();
    };
    this.box.setAttribute("aria-busy", "true");
    clearTimeout(this.later);
    this.later = setTimeout(idly, QUIET, go);
  }

  #draw(target, supplier, most) {
    while (this.drawn < most) {
      const { value, done } = this.rows.next();
      if (done) return;
      this.drawn++;
      const { group, paper } = value;
      for (const { key, make } of group === this.group ? [] : supplier.headings(group)) {
        if (this.headings.has(key)) continue;
        this.headings.add(key);
        target.append(make());
        this.key = null;
      }
      this.group = group;
      this.#append(target, supplier.row(paper, group));
    }
  }

  #append(target, found) {
    if (!found) return;
    const { row, key, make } = found;
    if (key !== this.key) {
      const { made, inside } = make();
      target.append(made);
      Object.assign(this, { key, inside });
    }
    // Only a paper's first row has its anchor, as on the page itself.
    const id = row.dataset.paper;
    if (this.seen.has(id)) row.removeAttribute("id");
    else row.id = id;
    this.seen.add(id);
    this.inside.append(row);
  }
}

function* each(groups) {
  for (const group of groups) for (const paper of group.papers) yield { group, paper };
}
