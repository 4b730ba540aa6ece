// Reads what `pages/index/words.py` writes: the words of abstracts, and the identifiers in links.

import { WORD_FIELDS } from "./contract.js";
import { bitOf } from "./search-points.js";
import { fold } from "./tokens.js";
import { unpackNumbers } from "./unpack.js";
import { WordIndex } from "./word-index.js";

/** The words of a file, as an index for the search; throws where it does not belong to `count` papers. */
export function readWords(file, count) {
  if (file.count !== count) throw new Error("the files of the index are of different builds");
  const parts = WORD_FIELDS.map((field) => ({
    bit: bitOf(field),
    words: file[field].word ? file[field].word.split("\n").map(fold) : [],
    sizes: unpackNumbers(file[field].size),
    steps: unpackNumbers(file[field].step),
  }));
  const words = parts.flatMap((part) => part.words); // one may occur twice
  const total = parts.reduce((sum, { steps }) => sum + steps.length, 0);
  const [start, papers, fields] = [new Uint32Array(words.length + 1), new Uint32Array(total), new Uint32Array(total)];
  let word = 0;
  let at = 0;
  for (const { bit, sizes, steps } of parts) {
    fields.fill(bit, at, at + steps.length);
    let step = 0;
    for (const size of sizes) {
      let paper = 0;
      for (const end = step + size; step < end; step++) papers[at++] = paper += steps[step];
      start[++word] = at;
    }
  }
  return new WordIndex(words, start, papers, fields);
}
