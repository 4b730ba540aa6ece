// The facets by which papers are filtered: the values of each, and which papers have them.

import { AS_WRITTEN, FACETS, HAS } from "./contract.js";
import { RECORD_LABELS } from "./labels.js";
import { MARKS } from "./marks.js";
import { FIELD } from "./query-keys.js";
import { fold } from "./tokens.js";
import { Lists } from "./unpack.js";
import { t } from "./words.js";

/**
 * A facet. `names` are its values as in URLs, `labels` as they are shown, `lists` those of each paper.
 *
 * In a tree, `parents` has the parent of each value plus one, `root` is the value that the page is about, and `direct`
 * has the values of each paper without their ancestors. With `matchAll`, a paper must have all chosen values, not one
 * of them. `inOrder` keeps the order of the values. Of a `rare` facet even a single value tells papers apart.
 */
class Facet {
  constructor(key, { names, lists }, options = {}) {
    const title = FACETS[key] ?? key.slice(FIELD.length);
    Object.assign(this, { key, title, names, lists, labels: names, parents: null }, options);
  }

  /** The number of the value with a name; -1 if there is none. */
  number(name) {
    this.numbers ??= new Map([...this.names.map((n, i) => [fold(n), i]), ...this.names.map((n, i) => [n, i])]);
    return this.numbers.get(name) ?? this.numbers.get(fold(name)) ?? -1;
  }

  /** A value and its ancestors. */
  withAncestors(value) {
    const chain = [value];
    if (!this.parents) return chain;
    for (let next = this.parents[value]; next && !chain.includes(next - 1); next = this.parents[next - 1]) {
      chain.push(next - 1);
    }
    return chain;
  }
}

/** Values of the facet that only this reader has. */
const OWN = { ...MARKS, note: t("With my note"), new: t("New since my last visit") };

const labelsOf = ({ names }) => names.map((name) => RECORD_LABELS[name] ?? name);

/**
 * All facets of some papers.
 * @param within the topic that the page is about, as in URLs; topics outside of it are omitted
 */
export function facetsOf(papers, marks, within, visit) {
  return [
    topicFacet(papers, within),
    new Facet("venue", papers.series),
    new Facet("institution", papers.place, { parents: papers.place.parents }),
    new Facet("author", papers.author),
    new Facet("keyword", papers.keyword),
    new Facet("type", papers.type, { labels: labelsOf(papers.type) }),
    new Facet("status", papers.statuses, { labels: labelsOf(papers.statuses), rare: true }),
    new Facet("award", papers.award, { rare: true }),
    hasFacet(papers),
    new Facet("mark", { names: Object.keys(OWN), lists: marksOf(papers, marks, visit) }, {
      labels: Object.values(OWN),
      inOrder: true,
    }),
    ...papers.facetFields.map(({ field, ...column }) => new Facet(FIELD + field, column, { rare: true })),
  ];
}

/** Venues as papers write them, with their years: by these a page of a venue and a year knows its papers. */
export const venuesAsWritten = (papers) => new Facet(AS_WRITTEN, papers.venue);

function topicFacet(papers, within) {
  const { topic } = papers;
  const root = topic.names.indexOf(within);
  const chains = topic.names.map((_, value) => papers.topicsOf(value));
  const isInside = (value) => root < 0 || chains[value].includes(root);
  const lists = topic.lists.flatMap((value) => (isInside(value) ? chains[value] : []));
  return new Facet("topic", { names: topic.names, lists }, {
    labels: topic.paths.map((path) => path.at(-1)),
    parents: topic.parents,
    root,
    direct: topic.lists.flatMap((value) => (isInside(value) ? [value] : [])),
    inOrder: true,
  });
}

function hasFacet(papers) {
  const names = Object.keys(HAS);
  const lists = Lists.from(Array.from(papers.has, (bits) => [...names.keys()].filter((bit) => (bits >> bit) & 1)));
  return new Facet("has", { names, lists }, { labels: Object.values(HAS), matchAll: true, inOrder: true });
}

/** What is the reader's own of each paper, as values of the facet; nothing before the index has ids. */
export function marksOf(papers, marks, visit) {
  const names = Object.keys(OWN);
  const known = (marks.any || visit.fresh.size) && papers.full;
  const ownOf = (id) => [...marks.of(id), marks.note(id) && "note", visit.fresh.has(id) && "new"].filter(Boolean);
  const valuesOf = (i) => (known ? ownOf(papers.id(i)).map((name) => names.indexOf(name)) : []);
  return Lists.from(Array.from({ length: papers.count }, (_, i) => valuesOf(i)));
}
