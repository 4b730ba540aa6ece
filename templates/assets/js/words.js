// What a search takes for words, and when it takes two for the same.

import { WORD } from "./contract.js";

const WORDS = new RegExp(`${WORD}+`, "gu");
const BEGINS_WORD = new RegExp(`^${WORD}`, "u");
const SIMPLE = /^[\x00-\x7f]*$/;
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };

export const isWord = (piece) => BEGINS_WORD.test(piece);

/** A text in small letters without accents. */
export function fold(text) {
  const small = text.toLowerCase();
  if (SIMPLE.test(small)) return small;
  const bare = small.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.replace(/[ßæœøđðłıþ]/g, (letter) => LETTERS[letter]);
}

/** The folded words of a text. */
export const wordsOf = (text) => (text.match(WORDS) ?? []).map(fold);

const FAR = 99;
let [before, last, now] = [0, 1, 2].map(() => new Uint8Array(400));

/**
 * Whether `word` becomes a beginning of `other` by at most `most` errors, each a letter too many, missing, wrong, or
 * swapped with the next: the distance of Damerau and Levenshtein in which no part is changed twice. Only the cells of
 * its table that can be small enough are filled: those within `most` of the diagonal.
 */
export function nearly(word, other, most) {
  const size = word.length;
  if (other.length < size - most) return false;
  for (let i = 0; i <= size; i++) last[i] = i > most ? FAR : i;
  let wasLeast = 0;
  for (let j = 1; j <= other.length && j <= size + most; j++) {
    const first = Math.max(1, j - most);
    const end = Math.min(size, j + most);
    let least = (now[first - 1] = first === 1 ? j : FAR);
    for (let i = first; i <= end; i++) {
      let errors = Math.min(now[i - 1] + 1, last[i] + 1, last[i - 1] + (word[i - 1] !== other[j - 1]));
      const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
      if (swapped) errors = Math.min(errors, before[i - 2] + 1);
      now[i] = errors;
      least = Math.min(least, errors);
    }
    now[end + 1] = FAR;
    if (end === size && now[size] <= most) return true;
    if (least > most && wasLeast > most) return false;
    wasLeast = least;
    [before, last, now] = [last, now, before];
  }
  return false;
}
