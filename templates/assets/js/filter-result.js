// Which papers match a query, and how many of them have each value of a facet.

/**
 * `shown` has a 1 for each paper that matches. The count of a value ignores the values that are chosen in its own
 * facet, since choosing one more there adds papers.
 */
export class FilterResult {
  constructor(papers, facets, query, search) {
    this.facets = facets;
    this.rejected = new Uint8Array(papers.count);
    /** How many facets a paper fails only because it has none of the chosen values, and the last of them. */
    this.failures = new Uint8Array(papers.count);
    this.failed = new Uint8Array(papers.count);
    if (query.find) search().find(query.find)?.forEach((matches, i) => (this.rejected[i] = 1 - matches));
    if (query.years) this.#filterYears(papers, query.years);
    facets.forEach((facet, number) => {
      this.#exclude(facet, query.excluded[facet.key]);
      this.#choose(facet, number, query.chosen[facet.key]);
    });
    this.shown = this.rejected.map((rejected, i) => (rejected || this.failures[i] ? 0 : 1));
    this.count = this.shown.reduce((sum, one) => sum + one, 0);
  }

  #filterYears(papers, [from, to]) {
    const years = papers.year.names.map(Number);
    const inRange = years.map((year) => year >= (from ?? -Infinity) && year <= (to ?? Infinity));
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
