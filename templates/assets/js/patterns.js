// The expressions that Python and scripts share, see `publishing/script_pattern.py`.

import { PATTERNS } from "./record-contract.js";

const compiled = new Map();

function expression([source, flags], form) {
  const key = `${form} ${flags} ${source}`;
  if (!compiled.has(key)) {
    const whole = { search: source, start: `^(?:${source})`, full: `^(?:${source})$`, all: source }[form];
    compiled.set(key, new RegExp(whole, form === "all" ? `${flags}g` : flags));
  }
  return compiled.get(key);
}

const shared = (pattern) => (typeof pattern === "string" ? PATTERNS[pattern] : pattern);

/** The first match in a text, or null. A pattern is a name of the contract, or source and flags. */
export const search = (pattern, text) => expression(shared(pattern), "search").exec(text);

/** The match at the start of a text, or null. */
export const matchStart = (pattern, text) => expression(shared(pattern), "start").exec(text);

/** The match of a whole text, or null. */
export const matchAll = (pattern, text) => expression(shared(pattern), "full").exec(text);

/** A text with all matches replaced. */
export const replaceAll = (pattern, text, by) => text.replace(expression(shared(pattern), "all"), by);
