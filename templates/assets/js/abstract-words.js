// Reads what `pages/index/words.py` writes: the words of abstracts, and the identifiers in links.

import { WORD_FIELDS } from "./contract.js";
import { bitOf } from "./search-points.js";
import { unpackNumbers } from "./unpack.js";
import { Vocabulary, WordIndex } from "./word-index.js";

/** The words of a file, as an index for the search; throws where it does not belong to `count` papers. */
export function readWords(file, count) {
  if (file.count !== count) throw new Error("the files of the index are of different builds");
  const vocabulary = new Vocabulary();
  const words = Array.from({ length: count }, () => []);
  for (const field of WORD_FIELDS) {
    const bit = bitOf(field);
    const sizes = unpackNumbers(file[field].size);
    const steps = unpackNumbers(file[field].step);
    let at = 0;
    file[field].word.split("\n").forEach((word, i) => {
      const number = vocabulary.number(word);
      let paper = 0;
      for (const end = at + (sizes[i] ?? 0); at < end; at++) words[(paper += steps[at])].push(number, bit);
    });
  }
  return WordIndex.from(vocabulary.words, count, (paper, add) => {
    for (let i = 0; i < words[paper].length; i += 2) add(words[paper][i], words[paper][i + 1]);
  });
}
