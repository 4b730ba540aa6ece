// The order of the papers that are shown, and the groups that they stand in.

import { fold } from "./words.js";

const GROUPINGS = { topic: byTopic, venue: byVenue, year: byYear, none: ungrouped };

/** Compares by text, or by number, with what is missing last. */
const by = (keys) => (a, b) => (keys[a] === keys[b] ? 0 : keys[a] === "" ? 1 : keys[b] === "" ? -1 : keys[a] < keys[b] ? -1 : 1);

/** All papers in one of the orders, which are kept; papers that are equal stay as listed. */
function sorted(papers, sort) {
  const all = Array.from({ length: papers.count }, (_, i) => i);
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
  const groups = GROUPINGS[state.group](papers, facets, state, order);
  return groups.map((group) => ({ axis: state.group, ...group }));
}

/** The papers of each value that fits, by value; -1 for papers without a value, where there is a group of them. */
function filed(order, { of, start }, fits, orNone) {
  const groups = new Map();
  const add = (value, paper) => {
    const group = groups.get(value);
    if (group) group.push(paper);
    else groups.set(value, [paper]);
  };
  for (const paper of order) {
    for (let at = start[paper]; at < start[paper + 1]; at++) if (fits(of[at])) add(of[at], paper);
    if (orNone && start[paper] === start[paper + 1]) add(-1, paper);
  }
  return groups;
}

/** Groups as a list, those of `none` last. */
function listed(groups, compare, pathOf, none) {
  const values = [...groups.keys()].sort((a, b) => (a === -1) - (b === -1) || compare(a, b));
  return values.map((value) => ({ value, path: value < 0 ? [none] : pathOf(value), papers: groups.get(value) }));
}

function byTopic(papers, [topics], { yes: { topic: chosen } }, order) {
  const fitting = topics.names.map((_, value) => !chosen.size || topics.upwards(value).some((at) => chosen.has(at)));
  const groups = filed(order, topics.own, (value) => fitting[value], false);
  return listed(groups, (a, b) => a - b, (value) => papers.topic.paths[value], "");
}

function byVenue(papers, [, venues], { yes: { venue: chosen } }, order) {
  const groups = filed(order, venues.lists, (value) => !chosen.size || chosen.has(value), true);
  return listed(groups, by(venues.names.map(fold)), (value) => [venues.names[value]], "No venue");
}

function byYear(papers, facets, state, order) {
  const { names, lists } = papers.year;
  const groups = filed(order, lists, () => true, true);
  return listed(groups, (a, b) => names[b] - names[a], (value) => [names[value]], "No year");
}

function ungrouped(papers, facets, state, order) {
  return [{ path: null, value: 0, papers: order }];
}
