// Ranges of years, as readers and URLs write them.

const YEARS = /^(\d{4})?(-)?(\d{4})?$/;

/** `2018-2020`, `2018-`, `-2020` or `2019` as a first and a last year; null for an open end, or for no range at all. */
export function parseYears(text) {
  const [, first, dash, last] = YEARS.exec(text) ?? [];
  if (!first && !last) return null;
  const from = first ? Number(first) : null;
  const to = last ? Number(last) : dash ? null : from;
  return from !== null && to !== null && from > to ? [to, from] : [from, to];
}

/** Whether a year is in a range. */
export const isWithin = (year, [from, to]) => year >= (from ?? -Infinity) && year <= (to ?? Infinity);
