// Where the rows stand: the page's own as long as nothing is asked for, others in their place while something is.

export class Stage {
  /** @param box the part of the page that holds its rows */
  constructor(box) {
    this.box = box;
    this.own = [...box.childNodes];
    this.total = 0;
    this.drawn = 0;
  }

  /** Puts the page's own rows back. */
  rest() {
    this.#stop();
    if (!this.resting) this.box.replaceChildren(...this.own);
    this.group = null;
  }

  get resting() {
    return this.box.firstChild === this.own[0];
  }

  /** Shows `first` rows of the groups at once and up to `most` when the window has been painted; then calls `done`. */
  show(groups, supplier, first, most, done) {
    this.#stop();
    this.total = groups.reduce((sum, { papers }) => sum + papers.length, 0);
    this.drawn = 0;
    this.rows = each(groups);
    this.seen = new Set();
    this.headings = new Set();
    this.key = this.group = null;
    const made = document.createDocumentFragment();
    this.#draw(made, supplier, first);
    this.box.replaceChildren(made);
    const rest = () => this.more(supplier, most, done);
    if (this.drawn < Math.min(most, this.total)) this.later = setTimeout(rest);
    else done();
  }

  /** Draws on, up to `most` rows. */
  more(supplier, most, done) {
    this.#draw(this.box, supplier, most);
    done();
  }

  #stop() {
    clearTimeout(this.later);
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
