// Full-text search: which papers match a query, and how well.

import { QueryLikeness } from "./query-likeness.js";
import { parseSearch } from "./search-query.js";
import { bitOf, bitsOf, FIELD_POINTS, POINTS } from "./search-points.js";
import { isWord, wordsOf } from "./tokens.js";
import { isShort, Vocabulary, WordIndex } from "./word-index.js";
import { isWithin } from "./years.js";

/** Words of at least so many letters may have one typing error, or two. */
const ONE_ERROR = 4;
const TWO_ERRORS = 8;
const MOST_NEAREST = 3;
const IN_NAMES = bitOf("name");

export class Search {
  constructor(papers) {
    this.papers = papers;
    this.count = papers.count;
    /** The words of names, titles, authors and so on, and those that are loaded later. */
    this.indexes = [this.#indexPapers(papers)];
    this.plainTexts = new Map();
  }

  #indexPapers(papers) {
    const vocabulary = new Vocabulary();
    const { pieces, once } = papers.texts[0]; // the columns share their pieces
    const numberOf = (piece) => (isWord(piece) ? vocabulary.number(piece) : -1);
    const pieceWords = Int32Array.from([...pieces, ...once], numberOf);
    const columns = papers.searchable.map(({ field, names, lists }) => ({
      bit: bitOf(field),
      lists,
      words: names.map((name) => wordsOf(name).map((word) => vocabulary.number(word))),
    }));
    const first = bitOf("first author");
    const author = bitOf("author");
    /** How many words each paper's name has, and the numbers of the first words of names and titles plus 1. */
    this.nameSizes = new Uint16Array(papers.count);
    this.firstWords = papers.textFields.map(() => new Uint32Array(papers.count));
    return WordIndex.from(vocabulary.words, papers.count, (paper, add) => {
      papers.textFields.forEach((field, column) => {
        const bit = bitOf(field);
        const firstWords = this.firstWords[column];
        const addPiece = (_, piece) => {
          const word = pieceWords[piece];
          if (word < 0) return;
          add(word, bit);
          firstWords[paper] ||= word + 1;
          if (bit === IN_NAMES) this.nameSizes[paper]++;
        };
        const [start, end] = papers.textsOf(column, paper);
        for (let i = start; i < end; i++) papers.texts[column].each(i, addPiece);
      });
      for (const { bit, lists, words } of columns) {
        const start = lists.start[paper];
        for (let at = start; at < lists.start[paper + 1]; at++) {
          for (const word of words[lists.values[at]]) add(word, bit === author && at === start ? first : bit);
        }
      }
    });
  }

  /** The first word of a paper's name or title; empty without one. */
  firstWord(field, paper) {
    const number = this.firstWords[this.papers.textFields.indexOf(field)][paper];
    return number ? this.indexes[0].words[number - 1] : "";
  }

  /** Whether the words that are loaded later are there. */
  get complete() {
    return this.indexes.length > 1;
  }

  /** Adds words that are loaded later. */
  add(index) {
    this.indexes.push(index);
  }

  /** The papers that match a query; null if it has no words. */
  find(query) {
    const clauses = parseSearch(query);
    return clauses.length ? new SearchResult(this, clauses, query) : null;
  }

  /**
   * Calls `visit` with an index, the number of a word in it, how that matches `word`, and the bits of the fields that
   * count; it returns whether any paper has the word. With `near`, similar words match as well: in all fields if no
   * word contains `word`, and in names if there is no such word.
   */
  eachMatching(word, near, visit) {
    let found = false;
    let whole = false;
    for (const index of this.indexes) {
      index.eachContaining(word, (number, way) => {
        if (!visit(index, number, way, -1)) return;
        found = true;
        whole ||= way === "whole";
      });
    }
    if (whole || !near || word.length < ONE_ERROR) return;
    if (found) return void this.#eachSimilar(word, 1, true, (...match) => visit(...match, IN_NAMES));
    const anywhere = (...match) => visit(...match, -1);
    if (!this.#eachSimilar(word, 1, false, anywhere) && word.length >= TWO_ERRORS) {
      this.#eachSimilar(word, 2, false, anywhere);
    }
  }

  #eachSimilar(word, errors, whole, visit) {
    let found = false;
    for (const index of this.indexes) {
      index.eachSimilar(word, errors, whole, (number, way) => {
        if (visit(index, number, way)) found = true;
      });
    }
    return found;
  }

  /** The words that are most similar to one that no paper has, the most frequent first. */
  nearest(word) {
    for (let errors = 1; errors <= Math.min(3, word.length / 2); errors++) {
      const found = new Map();
      for (const index of this.indexes) {
        index.eachSimilar(word, errors, true, (number) => found.set(index.words[number], index.frequency(number)));
      }
      if (found.size) return [...found.keys()].sort((a, b) => found.get(b) - found.get(a)).slice(0, MOST_NEAREST);
    }
    return [];
  }

  /** The bits of the fields, in words that are loaded later, by which a paper is found. */
  laterFieldsOf(paper, { word }) {
    let bits = 0;
    for (const index of this.indexes.slice(1)) {
      index.eachContaining(word, (number) => (bits |= index.fieldsOf(number, paper)));
    }
    return bits;
  }

  /** The words of a paper's texts, each with a space before and after it, by field. */
  plainTextsOf(paper) {
    let texts = this.plainTexts.get(paper);
    if (!texts) {
      texts = this.papers.textsByField(paper).map(({ field, text }) => [field, ` ${wordsOf(text).join(" ")} `]);
      this.plainTexts.set(paper, texts);
    }
    return texts;
  }
}

/** What a word of a query matches. */
class Matcher {
  constructor(word, field, phrase) {
    Object.assign(this, { word, field, phrase, near: new Set() });
    this.short = isShort(word);
  }

  /** Whether it matches a folded word. */
  matches(other) {
    if (this.phrase) return other === this.word;
    return (this.short ? other.startsWith(this.word) : other.includes(this.word)) || this.near.has(other);
  }

  /** Whether a folded text seems to contain it. */
  isIn(text) {
    return text.includes(this.word) || [...this.near].some((word) => text.includes(word));
  }
}

/** The papers that match the clauses of a query. */
class SearchResult {
  constructor(search, clauses, query) {
    Object.assign(this, { search, clauses, query, count: search.count });
    /** For each paper 0 if it does not match, else its points plus 1. */
    this.points = new Int32Array(this.count).fill(1);
    /** For each word of the query the bits of the fields of each paper that have the whole word. */
    this.wholly = [];
    /** What each word of the query matches. */
    this.matchers = [];
    /** The terms without any paper. */
    this.missing = [];
    for (const clause of clauses) this.#require(clause);
    this.#addQueryPoints();
  }

  /** The words by which papers are found. */
  get words() {
    return this.matchers.map(({ word }) => word);
  }

  #require(clause) {
    const found = clause.map((term) => this.#pointsOf(term));
    if (!clause.some(({ excluded }) => excluded) && !found.some((points) => points.some(Boolean))) {
      this.missing.push(...clause);
    }
    const { points } = this;
    for (let paper = 0; paper < this.count; paper++) {
      if (!points[paper]) continue;
      let most = 0;
      for (const of of found) if (of[paper] > most) most = of[paper];
      points[paper] = most ? points[paper] + most - 1 : 0;
    }
  }

  /** For each paper 0 if a term does not match, else its points plus 1. */
  #pointsOf(term) {
    const points = new Uint16Array(this.count);
    if (term.years) this.#matchYears(term, points);
    else if (term.phrase) this.#matchPhrase(term, points);
    else this.#matchWords(term, points);
    return term.excluded ? points.map((matched) => (matched ? 0 : 1)) : points;
  }

  #matchYears({ years }, points) {
    for (let paper = 0; paper < this.count; paper++) {
      const year = this.search.papers.yearOf(paper);
      if (year && isWithin(year, years)) points[paper] = 1;
    }
  }

  #matchWords({ words, field, excluded }, points) {
    const bits = bitsOf(field);
    const matchers = words.map((word) => new Matcher(word, field, false));
    if (!excluded) this.matchers.push(...matchers);
    const found = matchers.map((matcher) => this.#wordPoints(matcher, bits, !excluded));
    for (let paper = 0; paper < this.count; paper++) {
      let sum = 1;
      for (const word of found) sum = sum && word[paper] ? sum + word[paper] : 0;
      points[paper] = sum;
    }
  }

  /** The points of each paper for a word in the fields of `bits`. */
  #wordPoints(matcher, bits, near) {
    const points = new Uint16Array(this.count);
    const wholly = new Uint32Array(this.count);
    this.search.eachMatching(matcher.word, near, (index, number, way, within) => {
      const { start, papers, fields } = index;
      const counted = bits & within;
      const table = POINTS[way];
      const isWhole = /whole$/i.test(way);
      let found = false;
      for (let at = start[number]; at < start[number + 1]; at++) {
        const matched = fields[at] & counted;
        if (!matched) continue;
        found = true;
        const most = table[31 - Math.clz32(matched & -matched)];
        if (most > points[papers[at]]) points[papers[at]] = most;
        if (isWhole) wholly[papers[at]] |= matched;
      }
      if (found && way.startsWith("near")) matcher.near.add(index.words[number]);
      return found;
    });
    if (near) this.wholly.push(wholly);
    return points;
  }

  #matchPhrase({ words, field, excluded }, points) {
    const bits = bitsOf(field);
    const matchers = words.map((word) => new Matcher(word, field, true));
    if (!excluded) this.matchers.push(...matchers);
    const found = matchers.map((matcher) => this.#wordPoints(matcher, bits, false));
    const phrase = ` ${words.join(" ")} `;
    for (let paper = 0; paper < this.count; paper++) {
      if (!found.every((word) => word[paper])) continue;
      for (const [of, text] of this.search.plainTextsOf(paper)) {
        if (!(bitOf(of) & bits) || !text.includes(phrase)) continue;
        points[paper] = Math.max(points[paper], 1 + words.length * FIELD_POINTS[of]);
      }
    }
  }

  /** Adds the points of papers that are like the whole query. */
  #addQueryPoints() {
    const { points } = this;
    const like = new QueryLikeness(this.search, this.query, this.words, this.wholly);
    for (let paper = 0; paper < this.count; paper++) if (points[paper]) points[paper] += like.points(paper);
  }
}
