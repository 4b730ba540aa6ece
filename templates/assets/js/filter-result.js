// Which papers match a query, and how many of them have each value of a facet.

import { isWithin } from "./years.js";

/**
 * `shown` has a 1 for each paper that matches. The count of a value ignores the values that are chosen in its own
 * facet, since choosing one more there adds papers.
 */
export class FilterResult {
  /** @param own has a 1 for each paper of the page; all papers of the index without it */
  constructor(papers, facets, query, search, own) {
    this.facets = facets;
    this.rejected = own?.map((one) => 1 - one) ?? new Uint8Array(papers.count);
    /** How many facets a paper fails only because it has none of the chosen values, and the last of them. */
    this.failures = new Uint8Array(papers.count);
    this.failed = new Uint8Array(papers.count);
    /** What the search found; null without words. */
    this.found = query.find ? search().find(query.find) : null;
    this.found?.points.forEach((points, i) => (this.rejected[i] ||= points ? 0 : 1));
    if (query.years) this.#filterYears(papers, query.years);
    facets.forEach((facet, number) => {
      this.#exclude(facet, query.excluded[facet.key]);
      this.#choose(facet, number, query.chosen[facet.key]);
    });
    this.shown = this.rejected.map((rejected, i) => (rejected || this.failures[i] ? 0 : 1));
    this.count = this.shown.reduce((sum, one) => sum + one, 0);
  }

  #filterYears(papers, years) {
    const inRange = papers.year.names.map((year) => isWithin(Number(year), years));
    for (let i = 0; i < papers.count; i++) {
      const [year] = papers.year.lists.at(i);
      if (year === undefined || !inRange[year]) this.rejected[i] = 1;
    }
  }

  #exclude(facet, values) {
    if (!values.size) return;
    for (let i = 0; i < this.rejected.length; i++) if (hasAny(facet, i, values)) this.rejected[i] = 1;
  }

  #choose(facet, number, values) {
    if (!values.size) return;
    for (let i = 0; i < this.rejected.length; i++) {
      if (facet.matchAll) {
        if (![...values].every((value) => facet.lists.at(i).includes(value))) this.rejected[i] = 1;
      } else if (!hasAny(facet, i, values)) {
        this.failures[i]++;
        this.failed[i] = number;
      }
    }
  }

  /** The number of papers with each value of a facet. */
  counts(facet) {
    const number = this.facets.indexOf(facet);
    const { values, start } = facet.lists;
    const counts = new Uint32Array(facet.names.length);
    for (let i = 0; i < this.rejected.length; i++) {
      if (this.rejected[i] || this.failures[i] > 1 || (this.failures[i] && this.failed[i] !== number)) continue;
      for (let at = start[i]; at < start[i + 1]; at++) counts[values[at]]++;
    }
    return counts;
  }
}

function hasAny({ lists: { values, start } }, paper, wanted) {
  for (let at = start[paper]; at < start[paper + 1]; at++) if (wanted.has(values[at])) return true;
  return false;
}
