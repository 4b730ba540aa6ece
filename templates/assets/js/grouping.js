// The order and the groups of the papers that are shown.

import { BEST_MATCH, SORTS } from "./contract.js";
import { QUERY_POINTS } from "./search-points.js";
import { fold } from "./tokens.js";
import { t } from "./words.js";

const GROUPINGS = { topic: byTopic, venue: byVenue, year: byYear, none: ungrouped };

/** Compares papers, or values, by the text or number that `keys` has for each; empty keys come last. */
const by = (keys) => (a, b) => {
  if (keys[a] === keys[b]) return 0;
  if (keys[a] === "" || keys[b] === "") return keys[a] === "" ? 1 : -1;
  return keys[a] < keys[b] ? -1 : 1;
};

const LATEST = 9999;

/** The comparisons of each order, the most important first; equal papers stay as listed. */
const COMPARISONS = {
  listed: () => [],
  newest: (papers) => [by(newestKeys(papers)), by(papers.foldedNames())],
  oldest: (papers) => [by(newestKeys(papers).map((year) => year && -year)), by(papers.foldedNames())],
  added: (papers) => [by(addedKeys(papers))],
  name: (papers) => [by(papers.foldedNames())],
  venue: (papers) => [by(venueKeys(papers)), by(newestKeys(papers))],
};

const numbersOf = (papers) => Array.from({ length: papers.count }, (_, i) => i);

/** Papers that are to appear come first, as `catalog/order.py` sorts them. */
const isUpcoming = (papers, i) => ["in press", "forthcoming"].includes(papers.status[i]);
const newestKeys = (papers) =>
  numbersOf(papers).map((i) => -(papers.yearOf(i) || (isUpcoming(papers, i) ? LATEST : 0)) || "");

/** The rank of the day on which a paper was added, the latest first. */
function addedKeys(papers) {
  const { names, lists } = papers.added;
  const ranks = new Map([...names].sort().map((day, rank) => [day, -rank]));
  return numbersOf(papers).map((i) => ranks.get(names[lists.at(i)[0]]) ?? "");
}

/** The name of a paper's last venue. */
function venueKeys(papers) {
  const { names, lists } = papers.series;
  return numbersOf(papers).map((i) => fold(names[lists.at(i).at(-1)] ?? ""));
}

function sorted(papers, sort) {
  const comparisons = COMPARISONS[sort](papers);
  return numbersOf(papers).sort((a, b) => comparisons.reduce((order, compare) => order || compare(a, b), 0));
}

/** The papers that a result shows, in order. Each order is computed once, but the best match for each search. */
export function ordered(papers, { shown, found }, sort) {
  const orders = (papers.orders ??= {});
  const basis = sort !== BEST_MATCH ? sort : found ? "newest" : SORTS[0];
  const order = (orders[basis] ??= sorted(papers, basis)).filter((i) => shown[i]);
  if (sort !== BEST_MATCH || !found) return order;
  const { points } = found;
  const newer = newerNamesakes(papers, order, points);
  return order.sort((a, b) => points[b] - points[a] || newer[a] - newer[b]);
}

/** How many newer papers have the name of each whose name is like the query: of equals, each name is shown once first. */
function newerNamesakes(papers, order, points) {
  const names = papers.foldedNames();
  const counts = new Uint16Array(papers.count);
  const seen = new Map();
  for (const i of order) {
    if (points[i] < QUERY_POINTS.nameAndMore) continue;
    counts[i] = seen.get(names[i]) ?? 0;
    seen.set(names[i], counts[i] + 1);
  }
  return counts;
}

/**
 * The groups of papers in order: `{ axis, path, value, papers }`, where `path` is the heading, or null if there is
 * none. If values of the facet are chosen, only these are groups.
 */
export function grouped(papers, facets, query, group, order) {
  return GROUPINGS[group](papers, facets, query, order).map((each) => ({ axis: group, ...each }));
}

/** The papers of each value that is accepted, by value; with `withNone`, papers without a value are under -1. */
function papersByValue(order, { values, start }, accepts, withNone) {
  const groups = new Map();
  const add = (value, paper) => {
    const group = groups.get(value);
    if (group) group.push(paper);
    else groups.set(value, [paper]);
  };
  for (const paper of order) {
    for (let at = start[paper]; at < start[paper + 1]; at++) if (accepts(values[at])) add(values[at], paper);
    if (withNone && start[paper] === start[paper + 1]) add(-1, paper);
  }
  return groups;
}

/** Groups in order, the one without a value last. */
function sortedGroups(groups, compare, pathOf, noneLabel) {
  const values = [...groups.keys()].sort((a, b) => (a === -1) - (b === -1) || compare(a, b));
  return values.map((value) => ({ value, path: value < 0 ? [noneLabel] : pathOf(value), papers: groups.get(value) }));
}

function byTopic(papers, [topics], { chosen: { topic: chosen } }, order) {
  const isChosen = (value) => topics.withAncestors(value).some((topic) => chosen.has(topic));
  const accepted = topics.names.map((_, value) => !chosen.size || isChosen(value));
  const groups = papersByValue(order, topics.direct, (value) => accepted[value], false);
  return sortedGroups(groups, (a, b) => a - b, (value) => papers.topic.paths[value], "");
}

function byVenue(papers, [, venues], { chosen: { venue: chosen } }, order) {
  const groups = papersByValue(order, venues.lists, (value) => !chosen.size || chosen.has(value), true);
  return sortedGroups(groups, by(venues.names.map(fold)), (value) => [venues.names[value]], t("No venue"));
}

function byYear(papers, facets, query, order) {
  const { names, lists } = papers.year;
  const groups = papersByValue(order, lists, () => true, true);
  return sortedGroups(groups, (a, b) => names[b] - names[a], (value) => [names[value]], t("No year"));
}

function ungrouped(papers, facets, query, order) {
  return [{ path: null, value: 0, papers: order }];
}
