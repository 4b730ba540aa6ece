// Which papers are shown, and how many there are of each value.

/**
 * What is shown: `shown` has a 1 for each such paper. A value's count follows all filters but the values chosen along
 * its own facet, since choosing one more there adds to what is shown.
 */
export class Result {
  constructor(papers, facets, state, search) {
    const found = state.find ? search().find(state.find) : null;
    this.facets = facets;
    this.out = new Uint8Array(papers.count);
    this.failed = new Uint8Array(papers.count); // by how many facets, and by which of them
    this.by = new Uint8Array(papers.count);
    if (found) found.forEach((yes, i) => (this.out[i] = 1 - yes));
    if (state.years) this.#years(papers, state.years);
    facets.forEach((facet, f) => {
      this.#without(facet, state.no[facet.key]);
      this.#with(facet, f, state.yes[facet.key]);
    });
    this.shown = this.out.map((out, i) => (out || this.failed[i] ? 0 : 1));
    this.count = this.shown.reduce((sum, one) => sum + one, 0);
  }

  #years(papers, [from, to]) {
    const years = papers.year.names.map(Number);
    const fits = years.map((year) => year >= (from ?? -Infinity) && year <= (to ?? Infinity));
    for (let i = 0; i < papers.count; i++) {
      const [year] = papers.year.lists.at(i);
      if (year === undefined || !fits[year]) this.out[i] = 1;
    }
  }

  #without(facet, values) {
    if (!values.size) return;
    for (let i = 0; i < this.out.length; i++) if (any(facet, i, values)) this.out[i] = 1;
  }

  #with(facet, f, values) {
    if (!values.size) return;
    for (let i = 0; i < this.out.length; i++) {
      if (facet.every) {
        if (![...values].every((value) => facet.lists.at(i).includes(value))) this.out[i] = 1;
      } else if (!any(facet, i, values)) {
        this.failed[i]++;
        this.by[i] = f;
      }
    }
  }

  /** For each value of a facet, how many papers there are. */
  counts(facet) {
    const f = this.facets.indexOf(facet);
    const { of, start } = facet.lists;
    const counts = new Uint32Array(facet.names.length);
    for (let i = 0; i < this.out.length; i++) {
      if (this.out[i] || this.failed[i] > 1 || (this.failed[i] && this.by[i] !== f)) continue;
      for (let at = start[i]; at < start[i + 1]; at++) counts[of[at]]++;
    }
    return counts;
  }
}

function any({ lists: { of, start } }, paper, values) {
  for (let at = start[paper]; at < start[paper + 1]; at++) if (values.has(of[at])) return true;
  return false;
}
