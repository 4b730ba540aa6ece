// Words, and which papers have each of them in which fields.

import { fold, wordSimilarity } from "./tokens.js";

const ASCII_WORD = /^[\x00-\x7f]*$/;
/** Shorter words would be a part of too many others. */
const PART_LENGTH = 3;

/** Whether a word is only found at the beginning of others. */
export const isShort = (word) => word.length < PART_LENGTH && ASCII_WORD.test(word);

/** Whether a similar word is more likely meant than others: typing errors seldom change the first letter or the length. */
const isNearer = (word, other) => other.length === word.length && other[0] === word[0];

export class WordIndex {
  /**
   * @param words folded words
   * @param start where the papers of each word start in `papers`
   * @param fields the bits of the fields of each of `papers`
   */
  constructor(words, start, papers, fields) {
    Object.assign(this, { words, start, papers, fields });
    // All words in one text, so that a single scan finds those that contain a string.
    this.text = `\n${words.join("\n")}\n`;
    this.starts = new Uint32Array(words.length + 1);
    words.forEach((word, i) => (this.starts[i + 1] = this.starts[i] + word.length + 1));
  }

  /**
   * Inverts the words of papers.
   * @param eachWord calls a function with the number of each word of a paper and the bit of its field
   */
  static from(words, count, eachWord) {
    const start = new Uint32Array(words.length + 1);
    const lastPaper = new Uint32Array(words.length);
    const lastEntry = new Uint32Array(words.length);
    const found = [];
    const bits = [];
    for (let paper = 0; paper < count; paper++) {
      eachWord(paper, (word, bit) => {
        if (lastPaper[word] === paper + 1) return void (bits[lastEntry[word]] |= bit);
        lastPaper[word] = paper + 1;
        lastEntry[word] = found.push(word) - 1;
        bits.push(bit);
        start[word + 1]++;
      });
      found.push(-1); // ends a paper
      bits.push(0);
    }
    for (let word = 0; word < words.length; word++) start[word + 1] += start[word];
    const next = start.slice();
    const papers = new Uint32Array(start[words.length]);
    const fields = new Uint32Array(start[words.length]);
    let paper = 0;
    found.forEach((word, entry) => {
      if (word < 0) return void paper++;
      papers[next[word]] = paper;
      fields[next[word]++] = bits[entry];
    });
    return new WordIndex(words, start, papers, fields);
  }

  /** Calls `visit` with the number of each word that contains `word`, and how it does. */
  eachContaining(word, visit) {
    const short = isShort(word);
    const wanted = short ? `\n${word}` : word;
    const { text, starts } = this;
    let number = 0;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[number])) {
      const first = short ? at + 1 : at;
      while (starts[number + 1] < first) number++;
      const whole = starts[number + 1] - starts[number] - 1 === word.length;
      visit(number, first !== starts[number] + 1 ? "part" : whole ? "whole" : "beginning");
      number++;
    }
  }

  /** Calls `visit` with the number of each word that is similar to `word`, or begins like it unless `whole`. */
  eachSimilar(word, errors, whole, visit) {
    const { words } = this;
    for (let number = 0; number < words.length; number++) {
      if (whole && Math.abs(words[number].length - word.length) > errors) continue;
      const found = wordSimilarity(word, words[number], errors);
      if (found === 2) visit(number, isNearer(word, words[number]) ? "nearerWhole" : "nearWhole");
      else if (found && !whole) visit(number, "nearBeginning");
    }
  }

  /** The bits of the fields of a paper that have a word. */
  fieldsOf(number, paper) {
    const at = this.papers.subarray(this.start[number], this.start[number + 1]).indexOf(paper);
    return at < 0 ? 0 : this.fields[this.start[number] + at];
  }

  /** How many papers have a word. */
  frequency(number) {
    return this.start[number + 1] - this.start[number];
  }
}

/** Numbers the folded form of words. */
export class Vocabulary {
  #numbers = new Map();

  number(word) {
    const folded = fold(word);
    let number = this.#numbers.get(folded);
    if (number === undefined) this.#numbers.set(folded, (number = this.#numbers.size));
    return number;
  }

  get words() {
    return [...this.#numbers.keys()];
  }
}
