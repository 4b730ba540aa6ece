// Full text: the words of all papers, and which papers have each.

import { LONGEST_QUERY } from "./contract.js";
import { fold, isWord, nearly, wordsOf } from "./words.js";

const MOST_WORDS = 20;
/** From how many letters on one error is forgiven, or two. */
const ONE_ERROR = 4;
const TWO_ERRORS = 8;

/** A query as terms; each has words that a paper must have all of, or must not where it began with `-`. */
export function terms(query) {
  const parts = query.slice(0, LONGEST_QUERY).split(/\s+/);
  const found = parts.map((part) => ({ not: /^-./.test(part), words: wordsOf(part) }));
  return found.filter((term) => term.words.length).slice(0, MOST_WORDS);
}

export class Search {
  constructor(papers) {
    this.count = papers.count;
    this.numbers = new Map();
    const { pieces, once } = papers.texts[0]; // all columns of texts are made of the same pieces
    const known = Int32Array.from([...pieces, ...once], (piece) => (isWord(piece) ? this.#number(fold(piece)) : -1));
    const named = papers.named.map(({ names, lists }) => ({
      lists,
      words: names.map((name) => wordsOf(name).map((word) => this.#number(word))),
    }));
    this.words = [...this.numbers.keys()];
    this.#file((paper, take) => {
      papers.texts.forEach((texts, column) => {
        const [first, end] = papers.textsOf(column, paper);
        for (let i = first; i < end; i++) texts.each(i, (_, piece) => take(known[piece]));
      });
      for (const { lists, words } of named) {
        for (let at = lists.start[paper]; at < lists.start[paper + 1]; at++) words[lists.of[at]].forEach(take);
      }
    });
    // All words in one text, so that those with a part in common are found by one look through it.
    this.text = `\n${this.words.join("\n")}\n`;
    this.starts = new Uint32Array(this.words.length + 1);
    this.words.forEach((word, i) => (this.starts[i + 1] = this.starts[i] + word.length + 1));
  }

  #number(word) {
    let number = this.numbers.get(word);
    if (number === undefined) this.numbers.set(word, (number = this.numbers.size));
    return number;
  }

  /** Files each paper under its words: counts first, so that all fit into one array. */
  #file(eachWord) {
    const pairs = [];
    const last = new Uint32Array(this.words.length);
    this.start = new Uint32Array(this.words.length + 1);
    for (let paper = 0; paper < this.count; paper++) {
      eachWord(paper, (word) => {
        if (word < 0 || last[word] === paper + 1) return;
        last[word] = paper + 1;
        this.start[word + 1]++;
        pairs.push(word);
      });
      pairs.push(-1);
    }
    for (let word = 0; word < this.words.length; word++) this.start[word + 1] += this.start[word];
    const next = this.start.slice();
    this.filed = new Uint32Array(this.start[this.words.length]);
    let paper = 0;
    for (const word of pairs) {
      if (word < 0) paper++;
      else this.filed[next[word]++] = paper;
    }
  }

  /** For each paper whether it is found; null where the query has no words. */
  find(query) {
    const wanted = terms(query);
    if (!wanted.length) return null;
    const found = new Uint8Array(this.count).fill(1);
    for (const { not, words } of wanted) {
      const masks = words.map((word) => this.#having(word, !not));
      for (let i = 0; i < this.count; i++) if (masks.every((mask) => mask[i]) === not) found[i] = 0;
    }
    return found;
  }

  #having(word, forgiving) {
    const mask = new Uint8Array(this.count);
    for (const number of this.#like(word, forgiving)) {
      for (let at = this.start[number]; at < this.start[number + 1]; at++) mask[this.filed[at]] = 1;
    }
    return mask;
  }

  /** The words that have `word` in them; where there are none, those that may have been meant. */
  #like(word, forgiving) {
    const found = [];
    let number = 0;
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, this.starts[number])) {
      while (this.starts[number + 1] < at) number++;
      found.push(number++);
    }
    if (found.length || !forgiving || word.length < ONE_ERROR) return found;
    const meant = (most) => this.words.flatMap((other, i) => (nearly(word, other, most) ? [i] : []));
    const near = meant(1);
    return near.length || word.length < TWO_ERRORS ? near : meant(2);
  }
}
