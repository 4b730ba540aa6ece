// Checks a record as `papertrail check` does, with the same codes and messages. `docs/architecture.md` lists the rules
// that need more than a record and the names of the list.

import { ofArxivIds, ofAuthors, ofYears } from "./check-facts.js";
import { checkMarkup, markupIn, withoutMarkup } from "./check-markup.js";
import { checkUrl, checkValue } from "./check-values.js";
import {
  asYaml,
  composed,
  cut,
  didYouMean,
  entryFileName,
  isId,
  nearest,
  quoted,
  size,
  suggestedId,
  unseenDifference,
} from "./names.js";
import { nameOf, topicPath, venueOf } from "./paper-values.js";
import { replaceAll, search } from "./patterns.js";
import { FIELDS, VOCABULARY } from "./record-contract.js";
import { recordText } from "./record-yaml.js";

const textsIn = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(textsIn));

function* invisible(record) {
  for (const [field, value] of Object.entries(record)) {
    for (const [character] of textsIn(value)
      .map((text) => search("INVISIBLE", text))
      .filter(Boolean)) {
      const kind = /\p{Co}/u.test(character) ? "private-use" : "invisible";
      const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      const help = "delete it, or retype the text; text copied from a PDF often contains such characters";
      yield [field, `${kind} character U+${code}`, help];
    }
  }
}

function* strayQuotes(record) {
  const written = recordText(record);
  if (written.split("\n").every((line) => line.split('"').length % 2)) return;
  for (const [field, value] of Object.entries(record)) {
    for (const text of textsIn(value)) {
      if (!/^[^"]*[^"\p{Nd}]"$/u.test(text) || text.includes("://")) continue;
      if (written.includes(JSON.stringify(text))) continue; // in quotes
      const plain = asYaml(text.slice(0, -1).trimEnd());
      const help = size(plain) < 100 ? `write ${plain}` : "delete the quote at the end";
      const otherwise = "if it belongs to the text, put the whole value in single quotes";
      yield [field, "value ends with a quote that was not opened", `${help}; ${otherwise}`, "warning"];
    }
  }
}

function* missing(record, { topics }) {
  for (const { name, example } of FIELDS.filter(({ name, required }) => required && !record[name]?.length)) {
    const first =
      name === "topic" ? topics?.find((topic) => !topics.some((other) => other.startsWith(`${topic} > `))) : null;
    yield [name, `missing field "${name}"`, `add \`${name}: ${first ?? example}\` to the record`];
  }
}

function* forms(record) {
  for (const field of FIELDS.filter(({ name }) => record[name] !== undefined)) {
    for (const problem of checkValue(field, record[field.name])) yield [field.name, ...problem];
  }
}

function* ofTopics({ topic = [] }, { topics, paths }) {
  for (const text of topic) {
    const path = topicPath(text);
    const fault = faultOfTopic(path);
    if (fault) yield ["topic", fault[0].replace("{}", () => quoted(text)), fault[1]];
    else if (topics && !topics.includes(path.join(" > "))) {
      yield [
        "topic",
        `unknown topic ${quoted(text)}`,
        helpForTopic(text, topics, `add the topic to ${paths["_topics.yml"]}`),
      ];
    }
  }
}

function faultOfTopic(path) {
  if (path.some((part) => !part || /^\p{M}/u.test(part))) {
    return [
      "topic {} has an empty part",
      "separate the list and its sections with single ` > `: Training > Parallelism",
    ];
  }
  if (path.length > VOCABULARY.TOPIC_DEPTH)
    return [`topic has more than ${VOCABULARY.TOPIC_DEPTH} parts`, "use a topic higher up in the tree"];
  return path.some((part) => size(part) > VOCABULARY.TOPIC_NAME)
    ? [`name of a topic is longer than ${VOCABULARY.TOPIC_NAME} characters`, "shorten it"]
    : null;
}

function helpForTopic(text, topics, otherwise) {
  const lastOf = (topic) =>
    topic
      .slice(topic.lastIndexOf(" > ") + 1)
      .replace(/^> /, "")
      .toLowerCase();
  const byLast = (last) => [...topics].sort().filter((topic) => lastOf(topic) === last);
  const near = nearest(text, topics);
  const unseen = near && unseenDifference(topicPath(text).join(" > "), near);
  if (unseen) return unseen;
  let same = byLast(text.trim().split(" > ").at(-1).toLowerCase());
  if (!near && !same.length) same = byLast(nearest(text.toLowerCase(), topics.map(lastOf)));
  const shown = same.length
    ? same
        .slice(0, 3)
        .map((topic) => quoted(topic, 120))
        .join(" or ")
    : near && quoted(near, 120);
  return shown ? `did you mean ${shown}? Otherwise, ${otherwise}` : otherwise;
}

/** The help for a name that a registry should have: a file, or a folder with a file per entry. */
function addEntry(name, target) {
  const shown = asYaml(cut(name, 60));
  if (target.endsWith(".yml")) return `add the line \`- name: ${shown}\` to ${target}`;
  return `create the file ${target}/${entryFileName(name)} with the line \`name: ${shown}\``;
}

function* ofVenues({ venue = [] }, { venues, paths }) {
  for (const { text, series, year } of venue.map((value) => venueOf(nameOf(value)))) {
    if (!venues) {
      if (markupIn(text)) continue; // reported by PT406
      const plain = plainVenue(text);
      const isUnreadable = year === null && (plain.year !== null || search("LONG_YEAR", plain.text));
      const message = `the year of the venue ${quoted(text)} cannot be read`;
      if (isUnreadable) yield ["venue", message, writeVenue(plain), "warning"];
      continue;
    }
    if (/^(https?:\/\/|www\.)/i.test(text) || !series || venues.includes(series)) continue;
    yield [
      "venue",
      `unknown venue ${quoted(series)}`,
      helpForVenue({ text, series, year }, venues, paths["_venues.yml"]),
      "error",
      series,
    ];
  }
}

function helpForVenue({ text, series }, venues, registry) {
  if (VOCABULARY.NO_VENUES.includes(series.toLowerCase())) return "delete the line";
  const plain = plainVenue(text);
  const name = replaceAll("LONG_YEAR", plain.series, "").trimEnd();
  if (venues.includes(composed(name))) return writeVenue(plain);
  const near = nearest(name, venues);
  const unseen = near && unseenDifference(name, near);
  if (unseen) return unseen;
  const withYear = near && plain.year && near !== "arXiv" ? `${near} ${plain.year}` : near;
  const add = name ? addEntry(name, registry) : "write the name of the venue, such as `venue: EuroSys 2019`";
  if (name && name !== series && !near) return `${writeVenue(plain)}, and ${add}`;
  return withYear ? `did you mean ${quoted(withYear)}? Otherwise, ${add}` : add;
}

function plainVenue(text) {
  const strip = (name) => {
    let [start, end] = [0, name.length];
    while (start < end && VOCABULARY.AROUND_VENUES.includes(name[start])) start++;
    while (end > start && VOCABULARY.AROUND_VENUES.includes(name[end - 1])) end--;
    return name.slice(start, end);
  };
  const plain = strip(withoutMarkup(text)[0]);
  const opening = { ")": "(", "]": "[", "}": "{" }[plain.at(-1)];
  const count = (sign) => plain.split(sign).length;
  return venueOf(opening && count(plain.at(-1)) > count(opening) ? strip(plain.slice(0, -1)) : plain);
}

function writeVenue({ text }) {
  const year = search("LONG_YEAR", text);
  return year
    ? `write ${quoted(text.slice(0, year.index).trimEnd(), 120)} and a year of four digits`
    : `write ${quoted(text, 120)}`;
}

function* ofInstitutions({ institutions = [] }, { institutions: known, paths }) {
  for (const name of known ? institutions.filter((name) => !known.includes(composed(name))) : []) {
    const near = nearest(name, known);
    const help =
      (near && unseenDifference(name, near)) || didYouMean(name, known, addEntry(name, paths["_institutions.yml"]));
    yield ["institutions", `unknown institution ${quoted(name)}`, help, "error", name];
  }
}

function* ofUrls({ links = [], venue = [], authors = [], publication = {} }) {
  const urls = [
    ...links.map(({ url }) => ["links", url, true]),
    ...venue.map(({ url }) => ["venue", url, true]),
    ...authors.map(({ url }) => ["authors", url, false]),
    ...(publication.editors ?? []).map(({ url }) => ["publication", url, false]),
  ];
  for (const [field, url, internal] of urls.filter(([, url]) => url)) {
    for (const problem of checkUrl(url, internal)) yield [field, ...problem];
  }
}

function* ofFileName(record, { id }) {
  if (id === undefined || isId(id)) return;
  const free = suggestedId(id);
  const after =
    "rename the file after the short name of the paper, in lower-case letters, digits and hyphens: tofu.yml";
  const help = free
    ? `rename the file to ${free}.yml; file names consist of lower-case letters, digits and hyphens`
    : after;
  const fault = size(id) > VOCABULARY.LONGEST_ID ? "is too long for an id" : "is not a valid id";
  yield ["id", `file name ${quoted(`${id}.yml`)} ${fault}`, help];
}

/** The checks by the code of their rule. */
export const CHECKS_BY_CODE = {
  PT002: invisible,
  PT101: forms,
  PT102: missing,
  PT104: ofFileName,
  PT108: strayQuotes,
  PT201: ofTopics,
  PT202: ofVenues,
  PT203: ofInstitutions,
  PT303: ofArxivIds,
  PT304: ofYears,
  PT306: ofAuthors,
  PT401: ofUrls,
  PT406: checkMarkup,
};

/**
 * The problems of a record: code, field, message, help, severity, and the name of an entry that its registry lacks.
 * @param list the names of the list: `topics`, `venues`, `institutions`, each null without a registry; the `paths` of
 *   the registries; the current `year`; and the `id` for the record's file
 */
export function checkRecord(record, list) {
  const problems = [];
  for (const [code, check] of Object.entries(CHECKS_BY_CODE)) {
    for (const [field, message, help, severity = "error", entry] of check(record, list)) {
      problems.push({ code, field, message, help, severity, entry });
    }
  }
  return problems;
}
