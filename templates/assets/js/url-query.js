// What a reader asks for, as the query of the URL: readable, and parsed with care, since anyone can write one.

import { GROUPS, LONGEST_QUERY, SORTS } from "./contract.js";

const [DEFAULT_GROUP] = GROUPS;
const [DEFAULT_SORT] = SORTS;
const MAX_VALUES = 100;
const YEARS = /^(\d{4})?(-)?(\d{4})?$/;

/** The query of a page at which nothing is asked for. */
export function defaultQuery(facets) {
  const none = () => Object.fromEntries(facets.map(({ key }) => [key, new Set()]));
  return { find: "", group: DEFAULT_GROUP, sort: DEFAULT_SORT, years: null, chosen: none(), excluded: none() };
}

/** Parses the query of a URL; what it does not know is ignored. */
export function parseQuery(search, facets) {
  const params = new URLSearchParams(search);
  const query = defaultQuery(facets);
  query.find = (params.get("find") ?? "").slice(0, LONGEST_QUERY).trim();
  if (GROUPS.includes(params.get("group"))) query.group = params.get("group");
  if (SORTS.includes(params.get("sort"))) query.sort = params.get("sort");
  query.years = parseYears(params.get("year") ?? "");
  for (const facet of facets) {
    const { key } = facet;
    const values = (name) => params.getAll(name).slice(0, MAX_VALUES).map((value) => facet.number(value));
    query.chosen[key] = new Set(values(key).filter((value) => value >= 0));
    const excluded = values(`no-${key}`).filter((value) => value >= 0 && !query.chosen[key].has(value));
    query.excluded[key] = new Set(excluded);
  }
  return query;
}

/** `2018-2020`, `2018-`, `-2020` or `2019` as a first and a last year; null for an open end, or for no range at all. */
export function parseYears(text) {
  const [, first, dash, last] = YEARS.exec(text) ?? [];
  if (!first && !last) return null;
  const from = first ? Number(first) : null;
  const to = last ? Number(last) : dash ? null : from;
  return from !== null && to !== null && from > to ? [to, from] : [from, to];
}

const formatYears = ([from, to]) => (from === to ? `${from}` : `${from ?? ""}-${to ?? ""}`);

/** The query of a URL for a query; parameters of `search` that belong to others are kept. */
export function formatQuery(query, facets, search) {
  const own = new Set(["find", "group", "sort", "year", ...facets.flatMap(({ key }) => [key, `no-${key}`])]);
  const params = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => !own.has(key)));
  if (query.find) params.append("find", query.find);
  for (const { key, names } of facets) {
    for (const value of query.chosen[key]) params.append(key, names[value]);
    for (const value of query.excluded[key]) params.append(`no-${key}`, names[value]);
  }
  if (query.years) params.append("year", formatYears(query.years));
  if (query.group !== DEFAULT_GROUP) params.append("group", query.group);
  if (query.sort !== DEFAULT_SORT) params.append("sort", query.sort);
  const text = params.toString();
  return text && `?${text}`;
}

/** The filters of a query: `{ facet, value, excluded }` for each value. */
export function filtersOf(query, facets) {
  return facets.flatMap((facet) => [
    ...[...query.chosen[facet.key]].map((value) => ({ facet, value, excluded: false })),
    ...[...query.excluded[facet.key]].map((value) => ({ facet, value, excluded: true })),
  ]);
}

/** Whether a query asks for nothing, so that the page shows its own rows. */
export const isDefault = (query, facets) =>
  !query.find &&
  !query.years &&
  query.group === DEFAULT_GROUP &&
  query.sort === DEFAULT_SORT &&
  !filtersOf(query, facets).length;
