// How much a paper is like a query as a whole.

import { bitOf, QUERY_POINTS } from "./search-points.js";
import { fold, wordsOf } from "./tokens.js";

/** Bits of fields. */
const FIELD_BITS = Object.fromEntries(
  ["name", "first author", "author", "venue", "year"].map((field) => [field, bitOf(field)]),
);
const IS_YEAR = /^\d{4}$/;

export class QueryLikeness {
  /** @param wholly for each word of the query the bits of the fields of each paper that have the whole word */
  constructor(search, query, words, wholly) {
    Object.assign(this, { search, words, wholly, query: fold(query.trim()), text: words.join(" ") });
    this.unlessYear = words.filter((word) => !IS_YEAR.test(word)).join(" ");
    this.hasYear = this.unlessYear.length < this.text.length && this.unlessYear.length > 0;
    this.venues = new Map();
  }

  /** The most points that apply to a paper. */
  points(paper) {
    return Math.max(this.#namePoints(paper), this.#titlePoints(paper), this.hasYear ? this.#yearPoints(paper) : 0);
  }

  #namePoints(paper) {
    const { search, text, wholly } = this;
    if (this.#startsAlike("name", paper)) {
      const name = search.papers.name(paper);
      const words = wordsOf(name).join(" ");
      if (words === text) return fold(name) === this.query ? QUERY_POINTS.name : QUERY_POINTS.sameName;
      if (words.startsWith(text)) return QUERY_POINTS.nameBeginning;
    }
    const named = wholly.reduce((count, bits) => count + Boolean(bits[paper] & FIELD_BITS.name), 0);
    return named && named >= search.nameSizes[paper] ? QUERY_POINTS.nameAndMore : 0;
  }

  #titlePoints(paper) {
    if (!this.#startsAlike("title", paper)) return 0;
    const words = wordsOf(this.search.papers.title(paper)).join(" ");
    if (words === this.text) return QUERY_POINTS.sameTitle;
    return words.startsWith(this.text) ? QUERY_POINTS.titleBeginning : 0;
  }

  /** Whether a text begins with the first word of the query: this is quicker to know than the text. */
  #startsAlike(field, paper) {
    return this.words.length > 0 && this.search.firstWord(field, paper).startsWith(this.words[0]);
  }

  #yearPoints(paper) {
    if (this.#consistsOf(paper, FIELD_BITS.venue)) {
      return this.#hasVenue(paper) ? QUERY_POINTS.venueAndYear : QUERY_POINTS.similarVenueAndYear;
    }
    const first = FIELD_BITS["first author"];
    if (this.#consistsOf(paper, first)) return QUERY_POINTS.firstAuthorAndYear;
    return this.#consistsOf(paper, first | FIELD_BITS.author) ? QUERY_POINTS.authorAndYear : 0;
  }

  /** Whether years are that of the paper, and its other words are in a field. */
  #consistsOf(paper, field) {
    const { words, wholly } = this;
    return words.length === wholly.length && words.every((word, n) =>
      wholly[n][paper] & (IS_YEAR.test(word) ? FIELD_BITS.year : field));
  }

  /** Whether the query has all words of one of the paper's venues. */
  #hasVenue(paper) {
    const { venue } = this.search.papers;
    return venue.lists.at(paper).some((number) => this.#venueNames(number).includes(this.unlessYear));
  }

  #venueNames(number) {
    if (!this.venues.has(number)) {
      const names = this.search.papers.venueNames(number).map((name) => wordsOf(name));
      this.venues.set(number, names.map((words) => words.filter((word) => !IS_YEAR.test(word)).join(" ")));
    }
    return this.venues.get(number);
  }
}
