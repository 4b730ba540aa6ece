// What is shown, as the query of an address: readable, and read with distrust, since anyone can write one.

import { GROUPS, LONGEST_QUERY, SORTS } from "./contract.js";

const [GROUP] = GROUPS;
const [SORT] = SORTS;
const MOST_VALUES = 100;
const YEARS = /^(\d{4})?(-)?(\d{4})?$/;

/** Nothing asked for. */
export function rest(facets) {
  const none = () => Object.fromEntries(facets.map(({ key }) => [key, new Set()]));
  return { find: "", group: GROUP, sort: SORT, years: null, yes: none(), no: none() };
}

/** The state that a query asks for; what it does not make sense of is passed over. */
export function read(query, facets) {
  const asked = new URLSearchParams(query);
  const state = rest(facets);
  state.find = (asked.get("find") ?? "").slice(0, LONGEST_QUERY).trim();
  if (GROUPS.includes(asked.get("group"))) state.group = asked.get("group");
  if (SORTS.includes(asked.get("sort"))) state.sort = asked.get("sort");
  state.years = yearsOf(asked.get("year") ?? "");
  for (const facet of facets) {
    const values = (key) => asked.getAll(key).slice(0, MOST_VALUES).map((name) => facet.number(name));
    state.yes[facet.key] = new Set(values(facet.key).filter((value) => value >= 0));
    const no = values(`no-${facet.key}`).filter((value) => value >= 0 && !state.yes[facet.key].has(value));
    state.no[facet.key] = new Set(no);
  }
  return state;
}

/** `2018-2020`, `2018-`, `-2020` or `2019` as a first and a last year, each null where it is open. */
export function yearsOf(text) {
  const [, first, dash, last] = YEARS.exec(text) ?? [];
  if (!first && !last) return null;
  const from = first ? Number(first) : null;
  const to = last ? Number(last) : dash ? null : from;
  return from !== null && to !== null && from > to ? [to, from] : [from, to];
}

const spelled = ([from, to]) => (from === to ? `${from}` : `${from ?? ""}-${to ?? ""}`);

/** The query for a state; what else stands in `query` is kept. */
export function write(state, facets, query) {
  const ours = new Set(["find", "group", "sort", "year", ...facets.flatMap(({ key }) => [key, `no-${key}`])]);
  const others = [...new URLSearchParams(query)].filter(([key]) => !ours.has(key));
  const asked = new URLSearchParams(others);
  if (state.find) asked.append("find", state.find);
  for (const { key, names } of facets) {
    for (const value of state.yes[key]) asked.append(key, names[value]);
    for (const value of state.no[key]) asked.append(`no-${key}`, names[value]);
  }
  if (state.years) asked.append("year", spelled(state.years));
  if (state.group !== GROUP) asked.append("group", state.group);
  if (state.sort !== SORT) asked.append("sort", state.sort);
  const text = asked.toString();
  return text && `?${text}`;
}

/** The filters of a state: `{facet, value, no}` for each chosen or excluded value. */
export function filters(state, facets) {
  return facets.flatMap((facet) => [
    ...[...state.yes[facet.key]].map((value) => ({ facet, value, no: false })),
    ...[...state.no[facet.key]].map((value) => ({ facet, value, no: true })),
  ]);
}

/** Whether the papers stand as the page itself has them. */
export const atRest = (state, facets) =>
  !state.find && !state.years && state.group === GROUP && state.sort === SORT && !filters(state, facets).length;
