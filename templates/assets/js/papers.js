// The papers of an index, column by column; see `pages/index.py` for what it holds.

import { ENTITIES, INDEX_FORM, NOT_IN_SLUG, PLACEHOLDER, TEXT_COLUMNS } from "./contract.js";
import { Lists, numbers, Texts } from "./unpack.js";
import { fold } from "./words.js";

const [NAME, TITLE, REMARKS] = ["name", "title", "remarks"].map((column) => TEXT_COLUMNS.indexOf(column));
const ENTITY = new RegExp(Object.keys(ENTITIES).join("|"), "g");
const OTHER_SIGNS = new RegExp(NOT_IN_SLUG, "g");

/** Text that was escaped, as it was. */
const unescaped = (html) => html.replace(ENTITY, (entity) => ENTITIES[entity]);

const simple = (name) => name.toLowerCase().replace(OTHER_SIGNS, "-").replace(/^-|-$/g, "");

/** A number and those above it, from a list of the number above each plus one, 0 for none. */
function upwards(above) {
  return (number) => {
    const found = [];
    for (let at = number + 1; at && !found.includes(at - 1); at = above[at - 1]) found.push(at - 1);
    return found;
  };
}

function ofOurForm(index) {
  if (index.form !== INDEX_FORM) throw new Error(`an index of form ${index.form}`);
  return index;
}

export class Papers {
  /** @param index what filters count; throws where it is of another form */
  constructor(index) {
    ofOurForm(index);
    this.count = index.count;
    this.to = index.to;
    this.has = numbers(index.has);
    for (const key of ["author", "keyword", "type", "year"]) this[key] = this.#column(index[key]);
    this.#topics(index.topic);
    this.#venues(index.series, index.venue);
    this.#institutions(index.place, index.institution);
  }

  /** Takes what else there is: what a search looks through, and what rows are drawn from. */
  fill(texts) {
    if (ofOurForm(texts).count !== this.count) throw new Error("two indexes of different days");
    this.#texts(texts);
    this.ids = texts.id.split("\n");
    for (const key of ["added", "link", "record"]) this[key] = this.#column(texts[key]);
    this.urls = texts.url.split("\n");
    /** Earlier ids, of the papers that have any. */
    this.was = texts.was;
    const words = (names, add) => names.map((name, i) => [name, ...add(i)].join(" "));
    /** The columns of names that a search looks through, with what else each name is found by. */
    this.named = [
      this.author,
      this.keyword,
      { names: words(this.venue.names, (i) => this.#inFull(this.series, [this.venue.is[i]])), lists: this.venue.lists },
      {
        names: words(this.institution.names, (i) => this.#inFull(this.place, this.placesOf(this.institution.is[i]))),
        lists: this.institution.lists,
      },
    ];
  }

  /** Whether there is more than filters need. */
  get full() {
    return this.ids !== undefined;
  }

  #texts({ text, piece, once, remarks }) {
    this.remarkStart = new Uint32Array(this.count + 1);
    numbers(remarks).forEach((size, i) => (this.remarkStart[i + 1] = this.remarkStart[i] + size));
    let skip = 0;
    this.texts = text.map((stream, column) => {
      const texts = new Texts(stream, column === REMARKS ? this.remarkStart[this.count] : this.count, piece, once, skip);
      skip = texts.end;
      return texts;
    });
  }

  #column(packed) {
    return { names: packed.name, lists: Lists.unpack(packed, this.count) };
  }

  #topics(packed) {
    const above = numbers(packed.above);
    const upward = upwards(above);
    const paths = packed.name.map((_, i) => upward(i).reverse().map((at) => packed.name[at]));
    /** `lists` has the topics that a paper is filed under. */
    this.topic = { above, paths, names: paths.map((path) => path.join(" > ")), lists: Lists.unpack(packed, this.count) };
    this.topicsOf = upward;
  }

  #venues(series, venue) {
    this.series = this.#groups(series);
    this.venue = this.#mentions(venue, this.series);
    this.series.lists = this.venue.lists.map((i) => (this.venue.is[i] ? [this.venue.is[i] - 1] : []));
  }

  #institutions(place, institution) {
    this.place = { ...this.#groups(place), above: numbers(place.above) };
    const upward = upwards(this.place.above);
    /** The places that a mention means: its own, then those that this is part of; takes the number of a place plus one. */
    this.placesOf = (is) => (is ? upward(is - 1).map((at) => at + 1) : []);
    this.institution = this.#mentions(institution, this.place);
    this.place.lists = this.institution.lists.map((i) => this.placesOf(this.institution.is[i]).map((at) => at - 1));
  }

  #groups({ name, full, slug }) {
    return { names: name, full, slugs: slug.map((found, i) => found || simple(name[i])) };
  }

  #mentions(packed, groups) {
    const is = numbers(packed.is);
    const names = packed.name.map((name, i) => name || groups.names[is[i] - 1]);
    return { is, names, lists: Lists.unpack(packed, this.count) };
  }

  #inFull(groups, found) {
    return found.flatMap((is) => (is ? [groups.names[is - 1], groups.full[is - 1]] : []));
  }

  id(i) {
    const id = this.ids[i];
    return id[0] === PLACEHOLDER ? (this.ids[i] = simple(this.name(i)) + id.slice(1)) : id;
  }

  name(i) {
    return unescaped(this.texts[NAME].html(i));
  }

  /** The title; empty where it is the name. */
  title(i) {
    return unescaped(this.texts[TITLE].html(i));
  }

  /** The remarks as finished HTML. */
  remarks(i) {
    const [first, end] = this.textsOf(REMARKS, i);
    return Array.from({ length: end - first }, (_, n) => this.texts[REMARKS].html(first + n));
  }

  /** The first of a paper's texts in a column, and the one after the last. */
  textsOf(column, i) {
    return column === REMARKS ? [this.remarkStart[i], this.remarkStart[i + 1]] : [i, i + 1];
  }

  /** The labels of a paper's links with their addresses. */
  links(i) {
    const { names, lists } = this.link;
    return Array.from(lists.at(i), (name, n) => [names[name], this.urls[lists.start[i] + n]]);
  }

  /** The year of a paper; 0 where it is not known. */
  yearOf(i) {
    const [year] = this.year.lists.at(i);
    return year === undefined ? 0 : Number(this.year.names[year]);
  }

  foldedNames() {
    return (this.folded ??= this.ids.map((_, i) => fold(this.name(i))));
  }
}
