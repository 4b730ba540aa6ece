// The papers of an index, column by column, as `pages/index/filters.py` writes them.

import { ENTITIES, FIRST_AUTHORS, HAS, INDEX_FORM, NOT_IN_SLUG, PLACEHOLDER, TEXT_COLUMNS } from "./contract.js";
import { fold } from "./tokens.js";
import { Lists, Texts, unpackNumbers } from "./unpack.js";

const [NAME, TITLE, REMARKS] = ["name", "title", "remarks"].map((column) => TEXT_COLUMNS.indexOf(column));
/** Bits of what a row shows, see `pages/index/filters.py`. */
const [ROW_HAS_ABSTRACT, ROW_HAS_YEAR, ROW_HAS_OTHERS] = [1, 2, 4];
const LETTER = /^[\p{L}\p{N}\p{M}]/u;
const NOTES = Object.keys(HAS).indexOf("notes");
const ENTITY = new RegExp(Object.keys(ENTITIES).join("|"), "g");
const NO_SLUG = new RegExp(NOT_IN_SLUG, "g");

/** Escaped HTML as plain text. */
const unescapeHtml = (html) => html.replace(ENTITY, (entity) => ENTITIES[entity]);

/** HTML as plain text, to compare words. */
const plainText = (html) => unescapeHtml(html.replace(/<[^<>]*>/g, " "));

/** The id or slug that follows from a name. */
const slugOf = (name) => name.toLowerCase().replace(NO_SLUG, "-").replace(/^-|-$/g, "");

/** Returns a function from a number to itself and its ancestors; `parents` has numbers of parents plus one, or 0. */
function ancestry(parents) {
  return (number) => {
    const chain = [];
    for (let next = number + 1; next && !chain.includes(next - 1); next = parents[next - 1]) chain.push(next - 1);
    return chain;
  };
}

function checkForm(index) {
  if (index.form !== INDEX_FORM) throw new Error(`unsupported index form: ${index.form}`);
}

export class PaperIndex {
  /** @param index what filters need; throws where it has another form */
  constructor(index) {
    checkForm(index);
    this.count = index.count;
    /** URLs of pages, with a placeholder for the id or the slug. */
    this.urls = index.to;
    this.has = unpackNumbers(index.has);
    /** Whether there is a file of words of abstracts. */
    this.hasWords = index.words;
    for (const key of ["author", "award", "keyword", "type", "year"]) this[key] = this.#column(index[key]);
    this.statuses = this.#column(index.status);
    /** The list's own fields that are facets, each a column with its `field`. */
    this.facetFields = Object.entries(index.custom).map(([field, packed]) => ({ field, ...this.#column(packed) }));
    /** Of the papers that have any, such as `in press`. */
    this.status = Object.fromEntries(
      Array.from({ length: this.count }, (_, i) => [i, this.statuses.names[this.statuses.lists.at(i)[0]]])
        .filter(([, status]) => status),
    );
    this.#topics(index.topic);
    this.#venues(index.series, index.venue);
    this.#institutions(index.place, index.institution);
  }

  /** Adds what the search and the rows need. */
  fill(texts) {
    checkForm(texts);
    if (texts.count !== this.count) throw new Error("the two files of the index are of different builds");
    this.#texts(texts);
    this.ids = texts.id.split("\n");
    for (const key of ["added", "identifier", "link", "record"]) this[key] = this.#column(texts[key]);
    /** The HTML of each formula in names and titles. */
    this.formulas = texts.math;
    this.rowBits = unpackNumbers(texts.row);
    this.linkUrls = texts.url.split("\n");
    /** Former ids, separated by spaces, of the papers that have any. */
    this.was = texts.was;
    /** Languages of the papers whose language is not that of the site. */
    this.language = texts.language;
    /** All of the list's own fields. */
    this.custom = Object.entries(texts.custom).map(([field, packed]) =>
      packed ? { field, ...this.#column(packed) } : this.facetFields.find((facet) => facet.field === field));
    /** Columns of names that the search covers, by field, with everything else by which each name is found. */
    this.searchable = this.#searchable();
  }

  /** The fields of `texts`. */
  get textFields() {
    return TEXT_COLUMNS;
  }

  /** Whether `fill` has been called. */
  get full() {
    return this.ids !== undefined;
  }

  #texts({ text, piece, once, remarks }) {
    this.remarkStart = new Uint32Array(this.count + 1);
    unpackNumbers(remarks).forEach((size, i) => (this.remarkStart[i + 1] = this.remarkStart[i] + size));
    let skip = 0;
    this.texts = text.map((stream, column) => {
      const count = column === REMARKS ? this.remarkStart[this.count] : this.count;
      const texts = new Texts(stream, count, piece, once, skip);
      skip = texts.end;
      return texts;
    });
  }

  #column(packed) {
    const { name = [], of = "", size = name.length ? undefined : "" } = packed;
    return { names: name, lists: Lists.unpack({ of, size }, this.count) };
  }

  #topics(packed) {
    const parents = unpackNumbers(packed.above);
    /** A topic and its ancestors. */
    this.topicsOf = ancestry(parents);
    const paths = packed.name.map((_, i) => this.topicsOf(i).reverse().map((topic) => packed.name[topic]));
    const names = paths.map((path) => path.join(" > "));
    this.topic = { parents, paths, names, lists: Lists.unpack(packed, this.count) };
  }

  /** Venues as papers write them, and the series they belong to. */
  #venues(series, venue) {
    this.series = this.#groups(series);
    this.venue = this.#mentions(venue, this.series);
    this.series.lists = this.venue.lists.flatMap((i) => (this.venue.is[i] ? [this.venue.is[i] - 1] : []));
  }

  /** Institutions as papers write them, and the registered ones (places) they mean. */
  #institutions(place, institution) {
    this.place = { ...this.#groups(place), parents: unpackNumbers(place.above) };
    const withAncestors = ancestry(this.place.parents);
    /** The place that a mention means and its ancestors; numbers of places are plus one. */
    this.placesOf = (is) => (is ? withAncestors(is - 1).map((at) => at + 1) : []);
    this.institution = this.#mentions(institution, this.place);
    this.place.lists = this.institution.lists.flatMap((i) => this.placesOf(this.institution.is[i]).map((at) => at - 1));
  }

  #groups({ name, full, slug }) {
    return { names: name, full, slugs: slug.map((given, i) => given || slugOf(name[i])) };
  }

  #mentions(packed, groups) {
    const is = unpackNumbers(packed.is);
    const names = packed.name.map((name, i) => name || groups.names[is[i] - 1]);
    return { is, names, lists: Lists.unpack(packed, this.count) };
  }

  /** The names of a venue as papers write it, and of its series. */
  venueNames(number) {
    return this.#withFullNames(this.venue.names[number], this.series, [this.venue.is[number]]);
  }

  #searchable() {
    const { institution, place, series, venue } = this;
    const fullNames = ({ names, is, lists }, groups, numbersOf) => ({
      names: names.map((name, i) => this.#withFullNames(name, groups, numbersOf(is[i])).join("\n")),
      lists,
    });
    return [
      { field: "author", ...this.author },
      { field: "venue", ...fullNames(venue, series, (is) => [is]) },
      { field: "year", ...this.year },
      { field: "topic", ...this.topic },
      { field: "keyword", ...this.keyword },
      { field: "institution", ...fullNames(institution, place, this.placesOf) },
      { field: "type", ...this.type },
      { field: "award", ...this.award },
      { field: "status", ...this.statuses },
      ...this.custom.map(({ field, ...column }) => ({ field: "custom", label: field, ...column })),
      { field: "link", ...this.link },
      { field: "id", ...this.identifier },
      { field: "id", ...this.#sparse(this.was) },
      { field: "id", ...this.#sparse(this.ids.map((id) => (id[0] === PLACEHOLDER ? undefined : id))) },
    ];
  }

  /** A column of the values that few papers have. */
  #sparse(values) {
    const names = [];
    const lists = Array.from({ length: this.count }, (_, i) => (values[i] ? [names.push(values[i]) - 1] : []));
    return { names, lists: Lists.from(lists) };
  }

  #withFullNames(name, groups, numbers) {
    return [name, ...numbers.flatMap((is) => (is ? [groups.names[is - 1], groups.full[is - 1]] : []))];
  }

  id(i) {
    const id = this.ids[i];
    if (id[0] === PLACEHOLDER) this.ids[i] = slugOf(this.name(i)) + id.slice(PLACEHOLDER.length);
    return this.ids[i];
  }

  name(i) {
    return unescapeHtml(this.texts[NAME].html(i));
  }

  /** The title; empty if it is the same as the name. */
  title(i) {
    return unescapeHtml(this.texts[TITLE].html(i));
  }

  /** The remarks as HTML. */
  remarks(i) {
    const [start, end] = this.textsOf(REMARKS, i);
    return Array.from({ length: end - start }, (_, n) => this.texts[REMARKS].html(start + n));
  }

  /** The first of a paper's texts in a column, and the one after its last. */
  textsOf(column, i) {
    return column === REMARKS ? [this.remarkStart[i], this.remarkStart[i + 1]] : [i, i + 1];
  }

  /** Everything by which a paper is found: `{ field, text, label }`. */
  textsByField(i) {
    const texts = [
      { field: "name", text: this.name(i) },
      { field: "title", text: this.title(i) },
      ...this.searchable.flatMap(({ field, names, lists, label }) =>
        Array.from(lists.at(i), (at, n) => ({
          field: field === "author" && !n ? "first author" : field, text: names[at], label,
        }))),
    ];
    const [start, end] = this.textsOf(REMARKS, i);
    for (let n = start; n < end; n++) {
      texts.push({ field: "remarks", text: plainText(this.texts[REMARKS].html(n)) });
    }
    return texts;
  }

  /** URL of a paper relative to the root of the site. */
  urlOf(i) {
    const { paper, noted } = this.urls;
    return ((this.has[i] >> NOTES) & 1 ? noted : paper).replace(PLACEHOLDER, encodeURIComponent(this.id(i)));
  }

  /** Labels and URLs of a paper's links. */
  links(i) {
    const { names, lists } = this.link;
    return Array.from(lists.at(i), (name, n) => [names[name], this.linkUrls[lists.start[i] + n]]);
  }

  /** The first authors of a paper as one text, as `line_of_authors` in `pages/row_texts.py` has them. */
  authors(i) {
    const { names, lists } = this.author;
    const people = Array.from(lists.at(i), (number) => names[number]);
    const shown = people.slice(0, FIRST_AUTHORS);
    const others = people.length > shown.length || this.rowBits[i] & ROW_HAS_OTHERS;
    return (shown.length && others ? [...shown, "et\u00a0al."] : shown).join(", ");
  }

  /** What follows the name in the heading of a row, and the title if it is on a line of its own, as `heading_of` does. */
  heading(i) {
    const [name, title] = [this.name(i), this.title(i)];
    const rest = title.startsWith(name) && !name.includes("$") ? title.slice(name.length) : "";
    return rest && !LETTER.test(rest) ? [rest, ""] : ["", title];
  }

  hasAbstract(i) {
    return Boolean(this.rowBits[i] & ROW_HAS_ABSTRACT);
  }

  /** The year of a paper that is not part of its venues; 0 for any other. */
  yearApart(i) {
    return this.rowBits[i] & ROW_HAS_YEAR ? this.yearOf(i) : 0;
  }

  /** The value of a custom field; empty if a paper has none. */
  customValue(i, field) {
    const column = this.custom.find((other) => other.field === field);
    return column?.names[column.lists.at(i)[0]] ?? "";
  }

  /** The year of a paper; 0 if it is unknown. */
  yearOf(i) {
    const [year] = this.year.lists.at(i);
    return year === undefined ? 0 : Number(this.year.names[year]);
  }

  foldedNames() {
    return (this.folded ??= this.ids.map((_, i) => fold(this.name(i))));
  }
}
