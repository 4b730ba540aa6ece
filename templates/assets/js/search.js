// Full-text search: the words of all papers, and which papers contain each.

import { LONGEST_QUERY } from "./contract.js";
import { fold, isSimilar, isWord, wordsOf } from "./tokens.js";

const MAX_TERMS = 20;
/** Words of at least so many letters may have one typing error, or two. */
const ONE_ERROR = 4;
const TWO_ERRORS = 8;

/** Parses a query into terms. A paper must have all words of a term, or must not if the term began with `-`. */
function parseTerms(query) {
  const parts = query.slice(0, LONGEST_QUERY).split(/\s+/);
  const terms = parts.map((part) => ({ excluded: /^-./.test(part), words: wordsOf(part) }));
  return terms.filter((term) => term.words.length).slice(0, MAX_TERMS);
}

export class Search {
  constructor(papers) {
    this.count = papers.count;
    this.numbers = new Map();
    this.#indexPapers(papers);
    // All words in one text, so that a single scan finds those that contain a string.
    this.text = `\n${this.words.join("\n")}\n`;
    this.starts = new Uint32Array(this.words.length + 1);
    this.words.forEach((word, i) => (this.starts[i + 1] = this.starts[i] + word.length + 1));
  }

  #indexPapers(papers) {
    const { pieces, once } = papers.texts[0]; // the columns share their pieces
    const numberOf = (piece) => (isWord(piece) ? this.#number(fold(piece)) : -1);
    const pieceWords = Int32Array.from([...pieces, ...once], numberOf);
    const columns = papers.searchable.map(({ names, lists }) => ({
      lists,
      words: names.map((name) => wordsOf(name).map((word) => this.#number(word))),
    }));
    this.words = [...this.numbers.keys()];
    this.#invert((paper, add) => {
      papers.texts.forEach((texts, column) => {
        const [start, end] = papers.textsOf(column, paper);
        for (let i = start; i < end; i++) texts.each(i, (_, piece) => add(pieceWords[piece]));
      });
      for (const { lists, words } of columns) {
        for (let at = lists.start[paper]; at < lists.start[paper + 1]; at++) words[lists.values[at]].forEach(add);
      }
    });
  }

  #number(word) {
    let number = this.numbers.get(word);
    if (number === undefined) this.numbers.set(word, (number = this.numbers.size));
    return number;
  }

  /** Builds the inverted index: counts the papers of each word first, so that all fit into one array. */
  #invert(eachWord) {
    const words = [];
    const lastPaper = new Uint32Array(this.words.length);
    this.start = new Uint32Array(this.words.length + 1);
    for (let paper = 0; paper < this.count; paper++) {
      eachWord(paper, (word) => {
        if (word < 0 || lastPaper[word] === paper + 1) return;
        lastPaper[word] = paper + 1;
        this.start[word + 1]++;
        words.push(word);
      });
      words.push(-1); // ends a paper
    }
    for (let word = 0; word < this.words.length; word++) this.start[word + 1] += this.start[word];
    const next = this.start.slice();
    this.papers = new Uint32Array(this.start[this.words.length]);
    let paper = 0;
    for (const word of words) {
      if (word < 0) paper++;
      else this.papers[next[word]++] = paper;
    }
  }

  /** For each paper whether it matches; null if the query has no words. */
  find(query) {
    const terms = parseTerms(query);
    if (!terms.length) return null;
    const matches = new Uint8Array(this.count).fill(1);
    for (const { excluded, words } of terms) {
      const masks = words.map((word) => this.#papersWith(word, !excluded));
      for (let i = 0; i < this.count; i++) if (masks.every((mask) => mask[i]) === excluded) matches[i] = 0;
    }
    return matches;
  }

  #papersWith(word, fuzzy) {
    const mask = new Uint8Array(this.count);
    for (const number of this.#matchingWords(word, fuzzy)) {
      for (let at = this.start[number]; at < this.start[number + 1]; at++) mask[this.papers[at]] = 1;
    }
    return mask;
  }

  /** The words that contain `word`; if there are none, those that are similar to it. */
  #matchingWords(word, fuzzy) {
    const numbers = [];
    let number = 0;
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, this.starts[number])) {
      while (this.starts[number + 1] < at) number++;
      numbers.push(number++);
    }
    if (numbers.length || !fuzzy || word.length < ONE_ERROR) return numbers;
    const similar = this.#similarWords(word, 1);
    return similar.length || word.length < TWO_ERRORS ? similar : this.#similarWords(word, 2);
  }

  #similarWords(word, errors) {
    return this.words.flatMap((other, i) => (isSimilar(word, other, errors) ? [i] : []));
  }
}
