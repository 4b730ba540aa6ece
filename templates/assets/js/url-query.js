// What a reader asks for, as the query of the URL: readable, and parsed with care, since anyone can write one.
//
// A `page` has `facets`, and as `options` the names of the groupings and of the orders that it offers, its own first.

import { LONGEST_QUERY } from "./contract.js";
import { parseYears } from "./years.js";

const MAX_VALUES = 100;

/** The query of a page at which nothing is asked for. Group and sort are null unless they are selected. */
export function defaultQuery(facets) {
  const none = () => Object.fromEntries(facets.map(({ key }) => [key, new Set()]));
  return { find: "", group: null, sort: null, years: null, chosen: none(), excluded: none() };
}

/** Parses the query of a URL; what it does not know is ignored. */
export function parseQuery(search, { facets, options }) {
  const params = new URLSearchParams(search);
  const query = defaultQuery(facets);
  query.find = (params.get("find") ?? "").slice(0, LONGEST_QUERY).trim();
  query.group = selected(params.get("group"), options.group, query.find);
  query.sort = selected(params.get("sort"), options.sort, query.find);
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

const formatYears = ([from, to]) => (from === to ? `${from}` : `${from ?? ""}-${to ?? ""}`);

/** A selected option, or null. Without words the first option is what a page shows anyway. */
export const selected = (value, options, find) =>
  options.includes(value) && (find || value !== options[0]) ? value : null;

/** The query of a URL for a query; parameters of `search` that belong to others are kept. */
export function formatQuery(query, { facets, options }, search) {
  const own = new Set(["find", "group", "sort", "year", ...facets.flatMap(({ key }) => [key, `no-${key}`])]);
  const params = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => !own.has(key)));
  if (query.find) params.append("find", query.find);
  for (const { key, names } of facets) {
    for (const value of query.chosen[key]) params.append(key, names[value]);
    for (const value of query.excluded[key]) params.append(`no-${key}`, names[value]);
  }
  if (query.years) params.append("year", formatYears(query.years));
  for (const key of ["group", "sort"]) {
    if (selected(query[key], options[key], query.find)) params.append(key, query[key]);
  }
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
export const isDefault = (query, { facets, options }) =>
  !query.find &&
  !query.years &&
  !selected(query.group, options.group, query.find) &&
  !selected(query.sort, options.sort, query.find) &&
  !filtersOf(query, facets).length;
