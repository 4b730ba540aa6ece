// The order of the papers that are shown, and the groups that they stand in.

import { fold } from "./words.js";

export const GROUPS = { topic: byTopic, venue: byVenue, year: byYear, none: ungrouped };
export const SORTS = ["listed", "newest", "added", "name", "venue"];

/** Compares by text, or by number, with what is missing last. */
const by = (keys) => (a, b) => (keys[a] === keys[b] ? 0 : keys[a] === "" ? 1 : keys[b] === "" ? -1 : keys[a] < keys[b] ? -1 : 1);

/** All papers in one of the orders, which are kept; papers that are equal stay as listed. */
function sorted(papers, sort) {
  const all = Array.from(papers.ids.keys());
  const newest = () => all.map((i) => -papers.yearOf(i) || "");
  const first = ([value], names) => (value === undefined ? "" : names[value]);
  const compare = {
    newest: () => [by(newest()), by(papers.foldedNames())],
    added: () => [(a, b) => -compareAdded(papers, a, b)],
    name: () => [by(papers.foldedNames())],
    venue: () => [by(all.map((i) => fold(first(papers.series.lists.at(i).slice(-1), papers.series.names)))), by(newest())],
  }[sort]?.();
  return compare ? all.sort((a, b) => compare.reduce((order, next) => order || next(a, b), 0)) : all;
}

function compareAdded(papers, a, b) {
  const { names, lists } = papers.added;
  const [first, second] = [a, b].map((i) => names[lists.at(i)[0]] ?? "");
  return first === second ? 0 : first < second ? -1 : 1;
}

/** The papers that are shown, in order. */
export function ordered(papers, shown, sort) {
  const kept = (papers.orders ??= {});
  const order = (kept[sort] ??= sorted(papers, sort));
  return order.filter((i) => shown[i]);
}

/**
 * The groups of some papers in order: `{axis, path, value, papers}`, where `path` is what the heading says, and null where
 * there is none. Along a facet of which values are chosen, only these are groups.
 */
export function grouped(papers, facets, state, order) {
  const groups = GROUPS[state.group](papers, facets, state, order);
  return groups.map((group) => ({ axis: state.group, ...group }));
}

function filed(order, valuesOf) {
  const groups = new Map();
  for (const paper of order) {
    for (const value of valuesOf(paper)) {
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(paper);
    }
  }
  return groups;
}

/** Groups as a list, those of `none` last. */
function listed(groups, compare, pathOf, none) {
  const values = [...groups.keys()].sort((a, b) => (a === -1) - (b === -1) || compare(a, b));
  return values.map((value) => ({ value, path: value < 0 ? [none] : pathOf(value), papers: groups.get(value) }));
}

const orNone = (values) => (values.length ? values : [-1]);

function byTopic(papers, [topics], { yes }, order) {
  const chosen = yes.topic;
  const fits = (value) => !chosen.size || topics.upwards(value).some((at) => chosen.has(at));
  // What a paper is filed under itself: a page about one topic knows no others.
  const own = (paper) => [...papers.topic.lists.at(paper)].filter((at) => topics.lists.at(paper).includes(at) && fits(at));
  return listed(filed(order, own), (a, b) => a - b, (value) => papers.topic.paths[value], "");
}

function byVenue(papers, [, venues], { yes }, order) {
  const chosen = yes.venue;
  const folded = venues.names.map(fold);
  const own = (paper) => orNone([...venues.lists.at(paper)].filter((value) => !chosen.size || chosen.has(value)));
  return listed(filed(order, own), by(folded), (value) => [venues.names[value]], "No venue");
}

function byYear(papers, facets, state, order) {
  const own = (paper) => [papers.yearOf(paper) || -1];
  return listed(filed(order, own), (a, b) => b - a, (value) => [String(value)], "No year");
}

function ungrouped(papers, facets, state, order) {
  return [{ path: null, value: 0, papers: order }];
}
