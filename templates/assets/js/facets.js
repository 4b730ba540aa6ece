// The ways in which papers can be narrowed down: for each its values, and which of them every paper has.

import { FACETS, HAS } from "./contract.js";
import { MARKS } from "./marks.js";
import { Lists } from "./unpack.js";
import { fold } from "./words.js";

/**
 * A facet. `names` are the values as the address has them, `labels` as they are shown. In a tree `above` gives the value
 * above each, plus one, `root` the one that the page is about, and `own` those that a paper has itself. `every` is set
 * where a paper must have all chosen values rather than one of them, `inOrder` where the order of the values means
 * something.
 */
class Facet {
  constructor(key, names, lists, more = {}) {
    Object.assign(this, { key, title: FACETS[key], names, lists, labels: names, above: null, every: false, inOrder: false }, more);
  }

  /** The number of a value; -1 where there is none of that name. */
  number(name) {
    this.numbers ??= new Map([...this.names.map((n, i) => [fold(n), i]), ...this.names.map((n, i) => [n, i])]);
    return this.numbers.get(name) ?? this.numbers.get(fold(name)) ?? -1;
  }

  /** A value and those above it. */
  upwards(value) {
    const found = [value];
    if (this.above) for (let at = this.above[value]; at && !found.includes(at - 1); at = this.above[at - 1]) found.push(at - 1);
    return found;
  }
}

/**
 * All facets of some papers.
 * @param within the topic that the page is about, as the address would have it; other topics are left out
 */
export function facetsOf(papers, marks, within) {
  const { topic } = papers;
  const root = topic.names.indexOf(within);
  const upward = topic.names.map((_, at) => papers.topicsOf(at));
  const fits = (at) => root < 0 || upward[at].includes(root);
  const filed = topic.lists.map((at) => (fits(at) ? upward[at] : []));
  const topics = new Facet("topic", topic.names, filed, {
    labels: topic.paths.map((path) => path[path.length - 1]),
    above: topic.above,
    root,
    own: topic.lists.map((at) => (fits(at) ? [at] : [])),
    inOrder: true,
  });
  const values = Object.keys(HAS);
  const has = Lists.from(Array.from(papers.has, (bits) => [...values.keys()].filter((bit) => (bits >> bit) & 1)));
  return [
    topics,
    new Facet("venue", papers.series.names, papers.series.lists),
    new Facet("institution", papers.place.names, papers.place.lists, { above: papers.place.above }),
    new Facet("author", papers.author.names, papers.author.lists),
    new Facet("keyword", papers.keyword.names, papers.keyword.lists),
    new Facet("type", papers.type.names, papers.type.lists),
    new Facet("has", values, has, { labels: Object.values(HAS), every: true, inOrder: true }),
    new Facet("mark", Object.keys(MARKS), marksOf(papers, marks), { labels: Object.values(MARKS), inOrder: true }),
  ];
}

/** The reader's marks of each paper, as the facet has them; none while the papers have no ids yet. */
export function marksOf(papers, marks) {
  const names = Object.keys(MARKS);
  const some = marks.any && papers.full;
  const own = (i) => (some ? marks.of(papers.id(i)).map((mark) => names.indexOf(mark)) : []);
  return Lists.from(Array.from({ length: papers.count }, (_, i) => own(i)));
}
