// The facets as a reader sees them: values with counts, to choose or to exclude.

import { element } from "./dom.js";
import { fold } from "./tokens.js";
import { formatNumber, t } from "./words.js";

const FIRST_VALUES = 8;
const MORE_VALUES = 20;
/** With more values than this there is a field to find one. */
const MAX_WITHOUT_SEARCH = 12;
/** A tree with no more values than this is expanded. */
const MAX_EXPANDED_TREE = 24;
const MAX_YEAR = 9999;
/** What the fields to find a value are for; the other facets have few values. */
const FIND = {
  topic: t("Find topics"),
  venue: t("Find venues"),
  institution: t("Find institutions"),
  author: t("Find authors"),
  keyword: t("Find keywords"),
};
const OPEN = new Set(["topic", "venue", "institution", "has", "mark"]);
/** The order of the facets; those not named here follow. */
const ORDER = ["topic", "year", "venue", "institution", "has", "mark", "author", "keyword", "type", "status", "award"];

/** One facet. */
class FacetSection {
  /** @param counts how many papers of the page have each value */
  constructor(facet, counts, toggle) {
    Object.assign(this, { facet, toggle, limit: facet.inOrder ? Infinity : FIRST_VALUES, items: new Map() });
    this.used = counts.filter(Boolean).length;
    this.folded = facet.names.map(fold);
    this.children = facet.names.map(() => []);
    facet.parents?.forEach((parent, value) => parent && this.children[parent - 1].push(value));
    this.roots = this.#roots();
    const small = facet.inOrder && facet.names.length <= MAX_EXPANDED_TREE;
    this.expanded = new Set(small ? facet.names.keys() : []);
    this.search = searchField(FIND[facet.key] ?? t("Find values"));
    this.search.hidden = small || this.used <= MAX_WITHOUT_SEARCH;
    this.values = element("ul", { role: "list", class: "pt-values" });
    this.more = element("button", { type: "button", class: "pt-plain", hidden: true });
    this.element = element(
      "details", { class: "pt-facet", "data-facet": facet.key, open: OPEN.has(facet.key) },
      element("summary", {}, facet.title), this.search, this.values, this.more,
    );
    this.#listen();
  }

  /** The values at the top: the children of the page's topic, without levels of a single value. */
  #roots() {
    const { parents, root, names } = this.facet;
    let roots = root >= 0 ? this.children[root] : [...names.keys()].filter((value) => !parents?.[value]);
    while (parents && roots.length === 1 && this.children[roots[0]].length) roots = this.children[roots[0]];
    return roots;
  }

  #listen() {
    this.search.addEventListener("input", () => this.render());
    this.more.addEventListener("click", () => {
      this.limit += MORE_VALUES;
      this.render();
    });
    this.element.addEventListener("toggle", () => this.render());
    this.values.addEventListener("change", ({ target }) => this.toggle(this.facet, Number(target.value), false));
    this.values.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
  }

  #clicked(button) {
    if (!button) return;
    const value = Number(button.value);
    if (button.className === "pt-not") return this.toggle(this.facet, value, true);
    if (!this.expanded.delete(value)) this.expanded.add(value);
    this.render();
  }

  update(result, query) {
    const { key, inOrder, parents, rare } = this.facet;
    Object.assign(this, { result, chosen: query.chosen[key], excluded: query.excluded[key] });
    const few = (parents || !inOrder) && this.used < (inOrder || rare ? 1 : 2);
    const useless = few || !this.roots.length;
    this.element.hidden = useless && !this.chosen.size && !this.excluded.size;
    if (this.chosen.size || this.excluded.size) this.element.open = true;
    this.render();
  }

  render() {
    if (!this.result || !this.element.open) return;
    this.counts = this.result.counts(this.facet);
    for (const value of [...this.chosen, ...this.excluded]) {
      this.facet.withAncestors(value).slice(1).forEach((ancestor) => this.expanded.add(ancestor));
    }
    const wanted = fold(this.search.value.trim());
    const values = wanted ? this.#matching(wanted) : this.#sorted(this.roots);
    const shown = values.filter((value, n) => n < this.limit || this.#isSelected(value));
    const left = values.length - shown.length;
    this.more.hidden = left === 0;
    setText(this.more, t("Show {count} more", { count: Math.min(left, MORE_VALUES) }));
    const focused = document.activeElement;
    this.#fill(this.values, shown, !wanted);
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  #matching(wanted) {
    return this.#sorted([...this.folded.keys()].filter((value) => this.folded[value].includes(wanted)));
  }

  /** Whether a value or one of its descendants is chosen or excluded. */
  #isSelected(value) {
    if (this.chosen.has(value) || this.excluded.has(value)) return true;
    return this.children[value].some((child) => this.#isSelected(child));
  }

  /** The values that have papers or are selected: in their own order, or the most frequent first. */
  #sorted(values) {
    const { counts, folded } = this;
    const { inOrder, parents, names } = this.facet;
    const isKept = (value) => inOrder && !parents && names[value] !== "new";
    const shown = values.filter((value) => counts[value] || this.#isSelected(value) || isKept(value));
    return inOrder ? shown : shown.sort((a, b) => counts[b] - counts[a] || (folded[a] < folded[b] ? -1 : 1));
  }

  #fill(list, values, asTree) {
    const items = values.map((value) => this.#item(value, asTree));
    if (items.length !== list.children.length || items.some((item, n) => item !== list.children[n])) {
      list.replaceChildren(...items);
    }
  }

  /** The item of a value, up to date. */
  #item(value, asTree) {
    if (!this.items.has(value)) this.items.set(value, valueItem(this.facet, value, this.children[value].length > 0));
    const { item, checkbox, count, exclude, expand, list } = this.items.get(value);
    const excluded = this.excluded.has(value);
    checkbox.checked = this.chosen.has(value);
    setText(count, excluded ? "" : formatNumber(this.counts[value]));
    exclude.setAttribute("aria-pressed", excluded);
    item.classList.toggle("pt-none", !this.counts[value]);
    if (!list) return item;
    const children = asTree ? this.#sorted(this.children[value]) : [];
    const open = this.expanded.has(value);
    expand.hidden = !children.length;
    expand.setAttribute("aria-expanded", open);
    list.hidden = !children.length || !open;
    this.#fill(list, list.hidden ? [] : children, asTree);
    return item;
  }
}

const searchField = (label) =>
  element("input", {
    type: "search", class: "pt-find-value", placeholder: label, "aria-label": label, autocomplete: "off",
  });

/** Sets a text that may be there already: the browser would lay out the same text again. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The elements of a value: as few as possible, since a page has hundreds of values. */
function valueItem({ labels, names }, value, hasChildren) {
  const label = labels[value];
  const checkbox = element("input", { type: "checkbox", value });
  const count = element("span", { class: "pt-count" });
  const button = (className, title) =>
    element("button", { type: "button", class: className, value, title, "aria-label": title });
  const exclude = button("pt-not", t("Exclude {value}", { value: label }));
  const expand = hasChildren ? button("pt-fold", t("Expand {value}", { value: label })) : null;
  const list = hasChildren ? element("ul", { role: "list" }) : null;
  const labelled = element("label", {}, checkbox, element("span", { class: "pt-label" }, label), " ", count);
  const line = element("span", { class: "pt-value" }, expand, labelled, exclude);
  return { item: element("li", { "data-name": names[value] }, line, list), checkbox, count, exclude, expand, list };
}

/** The range of years. */
class YearsSection {
  constructor({ papers, all }, setYears) {
    const counts = all.counts(papers.year);
    const years = papers.year.names.filter((_, year) => counts[year]).map(Number).sort((a, b) => a - b);
    const field = (label, placeholder) =>
      element("input", {
        type: "number", inputmode: "numeric", min: 0, max: MAX_YEAR, placeholder, "aria-label": label,
        autocomplete: "off",
      });
    this.fields = [field(t("First year"), years[0]), field(t("Last year"), years.at(-1))];
    this.element = element(
      "details", { class: "pt-facet", open: true, "data-facet": "year" },
      element("summary", {}, t("Year")),
      element("div", { class: "pt-years" }, this.fields[0], "–", this.fields[1]),
    );
    this.element.hidden = years.length < 2;
    this.element.addEventListener("change", () => setYears(this.fields.map(({ value }) => value)));
  }

  update(result, { years }) {
    this.fields.forEach((field, n) => {
      if (field !== document.activeElement) field.value = years?.[n] ?? "";
    });
  }
}

/** All facets. */
export class FacetPanel {
  constructor(state, actions) {
    const create = (facet) => [facet.key, new FacetSection(facet, state.all.counts(facet), actions.toggle)];
    const sections = new Map(state.facets.map(create));
    sections.set("year", new YearsSection(state, actions.setYears));
    this.sections = [...new Set([...ORDER, ...sections.keys()])].map((key) => sections.get(key));
    this.element = element("div", { class: "pt-facets" }, this.sections.map((section) => section.element));
  }

  update(result, query) {
    for (const section of this.sections) section.update(result, query);
  }
}
