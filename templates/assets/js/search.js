// Full text: the words of all papers, and which papers have each.

import { fold, nearly, wordsOf } from "./words.js";

const LONGEST = 300;
const MOST_WORDS = 20;
/** From how many letters on one error is forgiven, or two. */
const ONE_ERROR = 4;
const TWO_ERRORS = 8;

/** A query as terms; each has words that a paper must have all of, or must not where it began with `-`. */
export function terms(query) {
  const parts = query.slice(0, LONGEST).split(/\s+/);
  const found = parts.map((part) => ({ not: /^-./.test(part), words: wordsOf(part) }));
  return found.filter((term) => term.words.length).slice(0, MOST_WORDS);
}

export class Search {
  constructor(papers) {
    this.count = papers.count;
    this.numbers = new Map();
    const known = papers.texts.map((texts) => this.#piecesOf(texts));
    const named = papers.named.map(({ names, lists }) => [lists, names.map((name) => this.#numbersOf(wordsOf(name)))]);
    this.words = [...this.numbers.keys()];
    this.#postings((paper, visit) => {
      papers.texts.forEach((texts, column) => {
        for (const i of papers.textsOf(column, paper)) texts.each(i, (_, piece) => visit(known[column][piece]));
      });
      for (const [lists, words] of named) for (const name of lists.at(paper)) words[name].forEach(visit);
    });
    // All words in one text, so that those with a part in common are found by one look through it.
    this.text = `\n${this.words.join("\n")}\n`;
    this.starts = new Uint32Array(this.words.length + 1);
    this.words.forEach((word, i) => (this.starts[i + 1] = this.starts[i] + word.length + 1));
  }

  #numbersOf(words) {
    return words.map((word) => {
      const number = this.numbers.get(word) ?? this.numbers.size;
      this.numbers.set(word, number);
      return number;
    });
  }

  /** The number of the word that each piece of the texts is; -1 for what stands between words. */
  #piecesOf({ pieces, once, isWord }) {
    if (this.known) return this.known; // all columns of texts are made of the same pieces
    const all = [...pieces, ...once];
    this.known = Int32Array.from(all, (piece, i) => (isWord[i] ? this.#numbersOf([fold(piece)])[0] : -1));
    return this.known;
  }

  /** Files each paper under its words: counts first, so that all fit into one array. */
  #postings(eachWord) {
    const last = new Int32Array(this.words.length);
    const start = new Uint32Array(this.words.length + 1);
    const pass = (seen, take) => {
      for (let paper = 0; paper < this.count; paper++) {
        eachWord(paper, (word) => {
          if (word < 0 || last[word] === seen + paper) return;
          last[word] = seen + paper;
          take(word, paper);
        });
      }
    };
    pass(1, (word) => start[word + 1]++);
    for (let word = 0; word < this.words.length; word++) start[word + 1] += start[word];
    const next = start.slice();
    this.filed = new Uint32Array(start[this.words.length]);
    this.start = start;
    pass(1 + this.count, (word, paper) => (this.filed[next[word]++] = paper));
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
