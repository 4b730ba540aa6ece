// The facets as a reader sees them: values with counts, to choose or to leave out.

import { element, number } from "./say.js";
import { fold } from "./words.js";

const FIRST_VALUES = 8;
const MORE_VALUES = 20;
/** With more values than this there is a field to find one. */
const FEW = 12;
/** A tree of no more values than this is shown unfolded. */
const SMALL_TREE = 24;
const OPEN = new Set(["topic", "venue", "institution", "has", "mark"]);
const PLURAL = { topic: "topics", venue: "venues", institution: "institutions", author: "authors", keyword: "keywords", type: "types" };

/** One facet. */
class Section {
  constructor(facet, changed) {
    Object.assign(this, { facet, changed, most: facet.inOrder ? Infinity : FIRST_VALUES, items: new Map() });
    this.folded = facet.names.map(fold);
    this.kids = facet.names.map(() => []);
    facet.above?.forEach((above, value) => above && this.kids[above - 1].push(value));
    this.roots = facet.root >= 0 ? this.kids[facet.root] : [...facet.names.keys()].filter((value) => !facet.above?.[value]);
    while (facet.above && this.roots.length === 1 && this.kids[this.roots[0]].length) this.roots = this.kids[this.roots[0]];
    const small = facet.inOrder && facet.names.length <= SMALL_TREE;
    this.unfolded = new Set(small ? facet.names.keys() : []);
    const what = PLURAL[facet.key];
    this.find = element("input", {
      type: "search", class: "pt-find-value", placeholder: `Find ${what}`, "aria-label": `Find ${what}`, autocomplete: "off",
    });
    this.find.hidden = small || facet.names.length <= FEW;
    this.values = element("ul", { role: "list", class: facet.above ? "pt-values pt-tree-values" : "pt-values" });
    this.more = element("button", { type: "button", class: "pt-plain", hidden: true });
    this.element = element(
      "details", { class: "pt-facet", "data-facet": facet.key, open: OPEN.has(facet.key) },
      element("summary", {}, facet.title), this.find, this.values, this.more,
    );
    this.find.addEventListener("input", () => this.draw());
    this.more.addEventListener("click", () => {
      this.most += MORE_VALUES;
      this.draw();
    });
    this.element.addEventListener("toggle", () => this.draw());
    this.values.addEventListener("change", ({ target }) => changed(facet, Number(target.value), false));
    this.values.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
  }

  #press(button) {
    if (!button) return;
    const value = Number(button.value);
    if (button.className === "pt-not") return this.changed(this.facet, value, true);
    if (!this.unfolded.delete(value)) this.unfolded.add(value);
    this.draw();
  }

  update(result, state) {
    Object.assign(this, { result, yes: state.yes[this.facet.key], no: state.no[this.facet.key] });
    const idle = this.facet.inOrder ? !this.roots.length : this.facet.names.length < 2;
    this.element.hidden = idle && !this.yes.size && !this.no.size;
    if (this.yes.size || this.no.size) this.element.open = true;
    this.draw();
  }

  draw() {
    if (!this.result || !this.element.open) return;
    this.counts = this.result.counts(this.facet);
    for (const value of [...this.yes, ...this.no]) this.facet.upwards(value).slice(1).forEach((at) => this.unfolded.add(at));
    const wanted = fold(this.find.value.trim());
    const found = wanted ? this.#found(wanted) : this.#sorted(this.roots);
    const shown = found.filter((value, n) => n < this.most || this.#isChosen(value));
    const left = found.length - shown.length;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(left, MORE_VALUES)} more`;
    const focused = document.activeElement;
    this.#fill(this.values, shown, !wanted);
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  #found(wanted) {
    return this.#sorted([...this.folded.keys()].filter((value) => this.folded[value].includes(wanted)));
  }

  #isChosen(value) {
    return this.yes.has(value) || this.no.has(value) || this.kids[value].some((kid) => this.#isChosen(kid));
  }

  /** Those that would show something or are chosen; the most frequent first, unless their order means something. */
  #sorted(values) {
    const { counts, folded } = this;
    const { inOrder } = this.facet;
    const kept = values.filter((value) => counts[value] || this.#isChosen(value) || (inOrder && !this.facet.above));
    return inOrder ? kept : kept.sort((a, b) => counts[b] - counts[a] || (folded[a] < folded[b] ? -1 : 1));
  }

  #fill(target, values, asTree) {
    const items = values.map((value) => this.#item(value, asTree));
    if (items.length !== target.children.length || items.some((item, n) => item !== target.children[n])) {
      target.replaceChildren(...items);
    }
  }

  #item(value, asTree) {
    if (!this.items.has(value)) this.items.set(value, this.#make(value));
    const { item, box, count, not, fold: folding, below } = this.items.get(value);
    const no = this.no.has(value);
    box.checked = this.yes.has(value);
    count.textContent = no ? "" : number(this.counts[value]);
    not.setAttribute("aria-pressed", no);
    item.classList.toggle("pt-none", !this.counts[value]);
    const kids = asTree ? this.#sorted(this.kids[value]) : [];
    const open = this.unfolded.has(value);
    folding.hidden = !kids.length;
    folding.setAttribute("aria-expanded", open);
    below.hidden = !kids.length || !open;
    this.#fill(below, below.hidden ? [] : kids, asTree);
    return item;
  }

  #make(value) {
    const { labels, names } = this.facet;
    const label = labels[value];
    const box = element("input", { type: "checkbox", value });
    const count = element("span", { class: "pt-count" });
    const button = (kind, text) =>
      element("button", { type: "button", class: kind, value, title: text }, element("span", { class: "pt-hidden" }, text));
    const not = button("pt-not", `Leave out ${label}`);
    const folding = button("pt-fold", `Show what is below ${label}`);
    const below = element("ul", { role: "list" });
    const item = element(
      "li", { "data-name": names[value] },
      element("span", { class: "pt-value" }, folding, element("label", {}, box, element("span", { class: "pt-label" }, label), " ", count), not),
      below,
    );
    return { item, box, count, not, fold: folding, below };
  }
}

/** From which year to which. */
class Years {
  constructor(papers, changed) {
    const years = papers.year.names.map(Number).sort((a, b) => a - b);
    const field = (label, placeholder) =>
      element("input", {
        type: "number", inputmode: "numeric", min: 0, max: 9999, placeholder, "aria-label": label, autocomplete: "off",
      });
    this.fields = [field("First year", years[0]), field("Last year", years[years.length - 1])];
    this.element = element(
      "details", { class: "pt-facet", open: true, "data-facet": "year" },
      element("summary", {}, "Year"),
      element("div", { class: "pt-years" }, this.fields[0], "–", this.fields[1]),
    );
    this.element.hidden = years.length < 2;
    this.element.addEventListener("change", () => changed(this.fields.map(({ value }) => value)));
  }

  update(result, { years }) {
    this.fields.forEach((field, n) => {
      if (field !== document.activeElement) field.value = years?.[n] ?? "";
    });
  }
}

/** All facets. @param act what is done when a value or a year is chosen */
export class Panel {
  constructor(papers, facets, act) {
    const sections = new Map(facets.map((facet) => [facet.key, new Section(facet, act.choose)]));
    const years = new Years(papers, act.years);
    const order = ["topic", "year", "venue", "institution", "has", "mark", "author", "keyword", "type"];
    this.parts = order.map((key) => sections.get(key) ?? years);
    this.element = element("div", { class: "pt-facets" }, this.parts.map((part) => part.element));
  }

  update(result, state) {
    for (const part of this.parts) part.update(result, state);
  }
}
