// What a reader asks a page for, and the papers that match. It knows nothing of the document.

import { BEST_MATCH, UNGROUPED } from "./contract.js";
import { venuesAsWritten } from "./facets.js";
import { FilterResult } from "./filter-result.js";
import { formatPapers } from "./format.js";
import { grouped, ordered } from "./grouping.js";
import { Search } from "./search.js";
import { defaultQuery, formatQuery, isDefault, parseQuery, selected } from "./url-query.js";
import { formatNumber, tn } from "./words.js";
import { parseYears } from "./years.js";

/** Digits of a year in a URL. */
const YEAR_DIGITS = 4;

export class BrowseState {
  #order = null;

  /**
   * @param options the groupings and the orders that the page offers, its own first
   * @param within the query for the papers of the page among those of the index
   */
  constructor(papers, facets, options, within) {
    Object.assign(this, { papers, facets, options });
    this.query = defaultQuery(facets);
    const known = [...facets, venuesAsWritten(papers)];
    this.own = new FilterResult(papers, known, parseQuery(within, { facets: known, options })).shown;
    /** All papers of the page. */
    this.all = this.#filtered(this.query);
  }

  /** Takes over the query of a URL. */
  parse(search) {
    this.query = parseQuery(search, this);
  }

  /** The query of a URL for this state; parameters of `search` that belong to others are kept. */
  format(search) {
    return formatQuery(this.query, this, search);
  }

  /** Another spelling of a URL's query: the one that `format` would return for it. */
  normalize(search) {
    return formatQuery(parseQuery(search, this), this, search);
  }

  /** Chooses or excludes a value of a facet, or removes that filter. */
  toggle(facet, value, excluded) {
    const { query } = this;
    const [values, opposite] = excluded ? [query.excluded, query.chosen] : [query.chosen, query.excluded];
    opposite[facet.key].delete(value);
    if (!values[facet.key].delete(value)) values[facet.key].add(value);
  }

  /** Sets the range of years from two texts, either of which may be empty. */
  setYears(texts) {
    const padded = texts.map((text) => text.trim()).map((text) => text.padStart(text && YEAR_DIGITS, "0"));
    this.query.years = parseYears(padded.join("-"));
  }

  /** Selects an order or a grouping. */
  select(name, value) {
    this.query[name] = selected(value, this.options[name], this.query.find);
  }

  /** Removes the text and all filters. */
  clear() {
    const { group, sort } = this.query;
    this.query = { ...defaultQuery(this.facets), group, sort };
  }

  /** Finds the papers that match after the query has changed. */
  update() {
    this.result = this.#filtered(this.query);
    this.#order = null;
  }

  /** The papers that match, in order. */
  get order() {
    return (this.#order ??= ordered(this.papers, this.result, this.sort));
  }

  /** How many papers would match another text. */
  countOf(find) {
    return this.#filtered({ ...this.query, find }).count;
  }

  #filtered(query) {
    return new FilterResult(this.papers, this.facets, query, this.search, this.own);
  }

  /** Returns the search, which is built when it is first needed. */
  search = () => (this.papers.search ??= new Search(this.papers));

  /** The order of the papers: the one that the reader has selected, or the best match for words. */
  get sort() {
    return this.query.sort ?? (this.query.find ? BEST_MATCH : this.options.sort[0]);
  }

  get group() {
    return this.query.group ?? (this.query.find ? UNGROUPED : this.options.group[0]);
  }

  get groups() {
    return grouped(this.papers, this.facets, this.query, this.group, this.order);
  }

  /** Whether the page shows its own rows. */
  get isDefault() {
    return isDefault(this.query, this);
  }

  get showsAll() {
    return this.result.count === this.all.count;
  }

  /** `300 papers`, or `12 of 300 papers`. */
  get countText() {
    const { count } = this.all;
    if (this.showsAll) return formatPapers(count);
    return tn("{shown} of {n} paper", "{shown} of {n} papers", count, { shown: formatNumber(this.result.count) });
  }
}
