// The syntax of the search field: words, "phrases", -word, OR, and words of one field as in author:name or year:2019-2021.

import { LONGEST_QUERY, MOST_TERMS } from "./contract.js";
import { SEARCH_FIELDS } from "./search-points.js";
import { wordsOf } from "./tokens.js";
import { parseYears } from "./years.js";

/** A phrase, or all up to the next space. */
const PART = /-?(?:[a-z]+:)?"[^"]*"(?=\s|$)|\S+/gi;
const TERM = new RegExp(`^(-?)(?:(${["year", ...SEARCH_FIELDS].join("|")}):)?(?:"([^"]*)"|(.+))$`, "i");
const URL_START = /^https?:\/\//i;

/**
 * Parses a query into clauses. A paper must match every clause, which is a list of terms, one of which it must match.
 * A term is `{ text, excluded, field, words, phrase, years }`. Anything that is not valid syntax is read as words.
 */
export function parseSearch(query) {
  const parts = (query.slice(0, LONGEST_QUERY).match(PART) ?? []).slice(0, 2 * MOST_TERMS);
  const clauses = [];
  let joined = false;
  for (const [i, part] of parts.entries()) {
    const joins = part === "OR" && clauses.length && !joined && i + 1 < parts.length;
    const term = joins ? null : parseTerm(part);
    if (term && joined) clauses.at(-1).push(term);
    else if (term) clauses.push([term]);
    joined = Boolean(joins) || (joined && !term);
  }
  return clauses.slice(0, MOST_TERMS);
}

/** Parses a part of a query; returns null if it has no words. */
function parseTerm(text) {
  const [, minus = "", field, quoted, plain] = TERM.exec(text) ?? [];
  const term = { text, excluded: minus !== "", field: null, phrase: quoted !== undefined, years: null };
  if (field?.toLowerCase() === "year") {
    const years = parseYears(quoted ?? plain);
    if (years) return { ...term, words: [], phrase: false, years };
  } else if (field) {
    const words = wordsOf(quoted ?? plain);
    if (words.length) return { ...term, field: field.toLowerCase(), words };
  }
  const words = URL_START.test(text) ? wordsOfUrl(text) : wordsOf(field ? text : (quoted ?? plain ?? text));
  return words.length ? { ...term, phrase: term.phrase && !field, words } : null;
}

/** The words of a URL that could be of an identifier. */
function wordsOfUrl(url) {
  const words = wordsOf(url);
  const numbered = words.filter((word) => /\d/.test(word));
  return numbered.length ? numbered : words;
}

/** A query without one of its terms. */
export const withoutTerm = (query, { text }) =>
  replaceTerm(query, text, "").replace(/^(?:OR\s+)+|(?:\s+OR)+$/g, "").replace(/\bOR(?:\s+OR)+\b/g, "OR").trim();

/** A query with another word in one of its terms. */
export const withWord = (query, { text }, word) => replaceTerm(query, text, word);

function replaceTerm(query, text, other) {
  const parts = query.match(PART) ?? [];
  return parts.map((part) => (part === text ? other : part)).filter(Boolean).join(" ");
}
