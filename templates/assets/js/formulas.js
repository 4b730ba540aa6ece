// Formulas in names and titles. The index has these texts as typed, and the HTML of each formula once.

import { FORMULA_TOKEN } from "./contract.js";

const TOKENS = new RegExp(FORMULA_TOKEN, "gu");

/** Plain text in which a dollar may be escaped. */
const unescapeDollars = (text) => text.replace(/\\[^]/g, (pair) => (pair === "\\$" ? "$" : pair));

/**
 * Splits a text into plain parts and formulas, as `split_math` in `text/math.py` does.
 * @param formulas the HTML of each formula
 * @returns the text of each part, with its HTML if it is a formula
 */
export function splitFormulas(text, formulas) {
  if (!text.includes("$")) return [[text]];
  const parts = [];
  let start = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (!formulas[token]) continue;
    parts.push([unescapeDollars(text.slice(start, index))], [token, formulas[token]]);
    start = index + token.length;
  }
  return [...parts, [unescapeDollars(text.slice(start))]];
}
