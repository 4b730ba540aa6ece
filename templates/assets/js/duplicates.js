// Papers of the list that may be the same work as a new one (PT105, PT301 and PT302).

import { identifiersOf, pageOfOneWork } from "./identifiers.js";
import { normalTitle, quoted, similarity } from "./names.js";
import { identifiersOfRecord, isToTheWork, plainTitle, venueOf } from "./paper-values.js";
import { PLACEHOLDER } from "./contract.js";
import { VOCABULARY } from "./record-contract.js";

const KEEP =
  "keep one record with all links and topics; if they are different works, add " +
  "`# papertrail: allow PT301 another work` at the end of this line";
const KEEP_SIMILAR =
  "keep one record if they are the same work; otherwise, add `# papertrail: allow PT302 another work` " +
  "at the end of this line";

const keyOf = (kind, value) => `${kind} ${value}`;

/** The works of the list, by what identifies them. */
export class Works {
  /** @param index the `PaperIndex` of all papers, with their texts */
  constructor(index) {
    this.index = index;
    this.byKey = new Map();
    this.ids = new Map();
    this.titles = [];
    for (let i = 0; i < index.count; i++) this.#add(i);
  }

  #add(i) {
    const links = this.index
      .links(i)
      .map(([label, url]) => ({ label, url }))
      .filter(isToTheWork);
    const found = links.flatMap(({ url }) => identifiersOf(url));
    const { names, lists } = this.index.venue;
    for (const venue of lists.at(i)) found.push(["arxiv", venueOf(names[venue]).arxiv]);
    for (const [scheme, value] of found) if (value) this.#take(VOCABULARY.SCHEMES[scheme], value, i);
    for (const { url } of links) if (pageOfOneWork(url)) this.#take("link", pageOfOneWork(url), i);
    const title = normalTitle(this.index.title(i) || this.index.name(i));
    if (title) this.#take("title", title, i);
    this.titles.push(this.index.title(i) ? title : "");
    for (const id of [this.index.id(i), ...(this.index.was[i]?.split(" ") ?? [])]) this.ids.set(id, i);
  }

  #take(kind, value, i) {
    const key = keyOf(kind, value);
    if (!this.byKey.has(key)) this.byKey.set(key, i);
  }

  /** The path of a paper's record. */
  pathOf(i) {
    const [place] = this.index.record.lists.at(i);
    const id = this.index.id(i);
    return decodeURIComponent(this.index.record.names[place].replace(/#L\d+$/, "").replace(PLACEHOLDER, () => id));
  }

  /**
   * Problems of a record, each with the number of the paper it is about.
   * @param own the number of the paper that is edited, if it is not a new one
   */
  *problems(record, id, own) {
    const taken = this.ids.get(id);
    if (taken !== undefined && taken !== own) yield this.#taken(id, taken);
    const reported = new Set([own]);
    for (const [field, kind, value, shown] of identities(record)) {
      const other = this.byKey.get(keyOf(kind, value));
      if (other === undefined || reported.has(other)) continue;
      reported.add(other);
      const message = `same work as ${this.pathOf(other)}: both have the ${kind} ${shown}`;
      yield { code: "PT301", field, message, help: KEEP, severity: "error", paper: other };
    }
    const similar = record.title && this.#similar(plainTitle(record), reported);
    if (similar === undefined || similar === "") return; // also without a title
    const title = this.index.title(similar) || this.index.name(similar);
    const message = `title is similar to that of ${this.pathOf(similar)}: ${quoted(title, 100)}`;
    yield { code: "PT302", field: "title", message, help: KEEP_SIMILAR, severity: "warning", paper: similar };
  }

  #taken(id, paper) {
    const message = `duplicate id ${quoted(id, 80)} (also used by ${this.pathOf(paper)})`;
    const help = "rename the file, or delete one of the two if they are the same paper";
    return { code: "PT105", field: "id", message, help, severity: "error", paper };
  }

  #similar(title, reported) {
    if (title.length > VOCABULARY.LONGEST_TITLE || title.split(" ").length < 3) return undefined;
    let [best, most] = [undefined, VOCABULARY.SIMILAR];
    this.titles.forEach((other, i) => {
      const shorter = Math.min(title.length, other.length);
      if (reported.has(i) || other === title || (200 * shorter) / (title.length + other.length) < most) return;
      const words = new Set(other.split(" "));
      if (title.split(" ").filter((word) => words.has(word)).length < 2) return;
      const alike = similarity(title, other);
      if (alike > most || (alike === most && best === undefined)) [best, most] = [i, alike];
    });
    return best;
  }
}

/** Field, kind, value and form in messages of what identifies the work of a record. */
function* identities(record) {
  for (const [, value] of identifiersOfRecord({ venue: record.venue }))
    yield ["venue", VOCABULARY.SCHEMES.arxiv, value, value];
  for (const { url } of (record.links ?? []).filter(isToTheWork)) {
    for (const [scheme, value] of identifiersOf(url)) yield ["links", VOCABULARY.SCHEMES[scheme], value, quoted(value)];
    const page = pageOfOneWork(url);
    if (page) yield ["links", "link", page, quoted(url)];
  }
  for (const [scheme, value] of identifiersOfRecord({ ids: record.ids })) {
    yield ["ids", VOCABULARY.SCHEMES[scheme], value, quoted(value)];
  }
  const title = plainTitle(record);
  if (title) yield [record.title ? "title" : "name", "title", title, quoted(record.title || record.name, 100)];
}
