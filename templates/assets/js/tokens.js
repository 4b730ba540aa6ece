// The words of a text, as the search compares them.

import { WORD } from "./contract.js";

/** Matches each word of a text. */
export const WORDS = new RegExp(`${WORD}+`, "gu");
const STARTS_WITH_WORD = new RegExp(`^${WORD}`, "u");
const ASCII = /^[\x00-\x7f]*$/;
/** Letters that Unicode does not decompose. */
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };

/** Whether a piece of text, which is either a word or what is between two words, is a word. */
export const isWord = (piece) => STARTS_WITH_WORD.test(piece);

/** A text in lower case without accents. */
export function fold(text) {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const bare = lower.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.replace(/[ßæœøđðłıþ]/g, (letter) => LETTERS[letter]);
}

/** The folded words of a text. */
export const wordsOf = (text) => (text.match(WORDS) ?? []).map(fold);

/** A distance that exceeds every limit. */
const FAR = 99;
/** More letters than words have. */
const ROW_LENGTH = 400;
let [secondLast, last, current] = [0, 1, 2].map(() => new Uint8Array(ROW_LENGTH));

/**
 * Whether `other` is `word` with at most `limit` typing errors (2), or only a beginning of it is (1), or neither (0).
 * Errors are letters that are missing, added, wrong, or swapped with the next (the optimal string alignment distance).
 * Only cells of its table within `limit` of the diagonal are computed, since the others exceed the limit.
 */
export function wordSimilarity(word, other, limit) {
  const size = word.length;
  let found = 0;
  if (other.length < size - limit || size >= ROW_LENGTH) return 0;
  for (let i = 0; i <= size; i++) last[i] = i > limit ? FAR : i;
  let lastLeast = 0;
  for (let j = 1; j <= other.length && j <= size + limit; j++) {
    const start = Math.max(1, j - limit);
    const end = Math.min(size, j + limit);
    let least = (current[start - 1] = start === 1 ? j : FAR);
    for (let i = start; i <= end; i++) least = Math.min(least, (current[i] = distanceAt(i, j, word, other)));
    current[end + 1] = FAR;
    if (end === size && current[size] <= limit) {
      if (other.length > size + limit) return 1;
      found = j === other.length ? 2 : 1;
    }
    if (least > limit && lastLeast > limit) return found;
    lastLeast = least;
    [secondLast, last, current] = [last, current, secondLast];
  }
  return found;
}

/** The distance between the first `i` letters of one word and the first `j` of another. */
function distanceAt(i, j, word, other) {
  const distance = Math.min(current[i - 1] + 1, last[i] + 1, last[i - 1] + (word[i - 1] !== other[j - 1]));
  const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
  return swapped ? Math.min(distance, secondLast[i - 2] + 1) : distance;
}
