// Whether values have the form of their field, with the messages of `papertrail check` (PT101, and PT401 for URLs).

import { arxivIn, faultOf, idIn, suggestedUrl } from "./identifiers.js";
import { asYaml, cut, didYouMean, quoted, size } from "./names.js";
import { matchAll, matchStart } from "./patterns.js";
import { AUTHOR_FIELDS, LIMITS, MOST_ITEMS, VOCABULARY } from "./record-contract.js";

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const writeExample = ({ name, example }) => `write \`${name}: ${example}\``;
const isUrl = (text) => /^(https?:\/\/|www\.)/i.test(text.trim());

/** One text on one line. */
function* checkText(what, example, text) {
  if (!text.trim()) {
    yield [`${what} is empty`, example];
  } else if (text.includes("\n")) {
    const several = what === '"remarks"' ? ", or write several remarks as a list" : "";
    yield [`${what} contains a line break`, `write it on one line${several}`];
  } else if (size(text) > LIMITS.TEXT) {
    yield [`${what} is longer than ${number(LIMITS.TEXT)} characters`, "shorten it, or move long text to the notes"];
  }
}

const checkLine = (field, text) => checkText(`"${field.name}"`, writeExample(field), text);

function* checkItems(field, items) {
  for (const item of items) yield* checkText(`an item of "${field.name}"`, "fill in the item, or delete it", item);
}

/** A record has a single text as it is, and several as a list. */
const checkLines = (field, texts) => (texts.length === 1 ? checkLine(field, texts[0]) : checkItems(field, texts));

function* checkParagraphs(field, text) {
  if (size(text) > LIMITS.ABSTRACT) {
    yield [`"${field.name}" is longer than ${number(LIMITS.ABSTRACT)} characters`, "shorten it"];
  }
}

function* checkChoice(field, text) {
  if (field.choices.includes(text)) return;
  const folded = text.toLowerCase();
  const synonym = Object.hasOwn(VOCABULARY.CHOICES, folded) ? VOCABULARY.CHOICES[folded] : null;
  const shown = field.choices.slice(0, 8).map(asYaml).join(", ");
  const more = field.choices.length > 8 ? ", ..." : "";
  const help = didYouMean(text, field.choices, `use one of: ${shown}${more}`);
  yield [`unknown ${field.name} ${quoted(text)}`, field.choices.includes(synonym) ? `use ${synonym}` : help];
}

function isDate(text, day) {
  const match = matchAll("DATE", text);
  if (!match) return false;
  if (!match[3]) return !day;
  return Number(match[3]) <= new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
}

function dateInWords(text) {
  const words = text.toLowerCase().match(/[a-z]+|[0-9]+/g) ?? [];
  const months = words.flatMap((word) =>
    VOCABULARY.MONTHS.flatMap((name, i) => (word.startsWith(name) ? [i + 1] : [])),
  );
  const years = words.filter((word) => /^[0-9]{4}$/.test(word));
  const days = words.filter((word) => /^[0-9]{1,2}$/.test(word));
  return months.length === 1 && years.length === 1 && days.length < 2 ? [years[0], String(months[0]), days[0]] : [];
}

function suggestedDate(written, day) {
  const text = cut(written, 40).normalize("NFKC").trim();
  if (isDate(text, day)) return text;
  const match = matchAll("DIGITS", text);
  const parts = match ? match.slice(1, 4) : dateInWords(text);
  const date = parts
    .filter(Boolean)
    .map((part) => part.padStart(2, "0"))
    .join("-");
  return isDate(date, day) ? date : null;
}

function* checkDate(field, text) {
  const day = field.kind === "DAY";
  if (isDate(text, day)) return;
  const suggestion = suggestedDate(text, day);
  const form = day ? "YYYY-MM-DD" : "YYYY, YYYY-MM or YYYY-MM-DD";
  const help = `write the date as ${form}, such as \`${field.name}: ${field.example}\``;
  yield [`${quoted(text)} is not a valid date`, suggestion ? `write \`${field.name}: ${suggestion}\`` : help];
}

function* checkIdentifier({ name, example }, text) {
  if (idIn(name, text)) return;
  const other = VOCABULARY.SCHEMES[name] && VOCABULARY.RECOGNIZED.find((scheme) => idIn(scheme, text));
  const digits = text.replace(/[^0-9Xx]/g, "").length;
  let help = `copy it again, in the form of \`${name}: ${example}\`, or delete the line`;
  if (other) help = `write \`${other}: ${cut(text, 100)}\``;
  else if (name === "doi" && /(?<![0-9.])10\.5555\//.test(text)) {
    help = "delete it: DOIs that start with 10.5555/ are not registered";
  } else if (VOCABULARY.CHECKED[name]?.includes(digits))
    help = "one of its digits is wrong: copy it again, or delete the line";
  yield [`invalid ${VOCABULARY.ID_NOUNS[name]} ${quoted(text)}`, help];
}

function* checkLanguage(_, text) {
  if (matchAll("LANGUAGE_TAG", text)) return;
  const name = text.trim().toLowerCase();
  const tag = Object.hasOwn(VOCABULARY.LANGUAGES, name) ? VOCABULARY.LANGUAGES[name] : text.trim().replaceAll("_", "-");
  const help = matchAll("LANGUAGE_TAG", tag) ? `language: ${tag}` : null;
  yield [
    `${quoted(text)} is not a language tag`,
    help ? `write \`${help}\`` : "write a language tag, such as `language: de`",
    "warning",
  ];
}

function* checkAuthors(field, authors) {
  for (const author of authors) {
    if (typeof author === "string") yield* checkItems(field, [author]);
    else yield* checkFields({ fields: AUTHOR_FIELDS }, author);
  }
}

function* checkVenues(field, venues) {
  const example = "write `{name: EuroSys 2019, url: https://...}`";
  for (const venue of venues) {
    const name = typeof venue === "string" ? venue : venue.name;
    const arxiv = isUrl(name) && arxivIn(name);
    const instead = arxiv ? `write \`venue: arXiv ${arxiv}\`` : "write the name of the venue, or delete it";
    if (isUrl(name))
      yield ["a URL is not a venue", `${instead}; add the URL to \`links\`: \`Paper: ${cut(name, 100)}\``];
    else if (typeof venue === "string") yield* checkLine(field, venue);
    if (typeof venue !== "string") {
      for (const [key, text] of Object.entries(venue)) yield* checkText(`the "${key}" of a venue`, example, text);
    }
  }
}

function* checkLinks(_, links) {
  const repeated = new Set(links.map(({ label }) => label)).size < links.length;
  for (const { label, url } of links) {
    const example = repeated
      ? "write `{label: Paper, url: https://...}`"
      : `write its URL: \`${asYaml(cut(label, 60))}: https://...\``;
    if (!url) yield [`missing URL of the link ${quoted(label)}`, "write its URL, or delete the line"];
    else if (!label.trim()) yield ["empty label of a link", "write a label, such as Paper"];
    else yield* checkText(repeated ? 'the "url" of a link' : `the URL of ${quoted(label)}`, example, url);
  }
}

function* checkPairs(field, pairs) {
  for (const [name, text] of pairs) {
    if (!name.trim()) yield [`a name in "${field.name}" must be text on one line`, writeExample(field)];
    else if (text) yield* checkText(`${quoted(name)} in "${field.name}"`, writeExample(field), text);
  }
}

function* checkFields(field, values) {
  for (const inner of field.fields.filter(({ name }) => values[name] !== undefined)) {
    const text = values[inner.name];
    const prefix = VOCABULARY.NUMBERS.includes(inner.name) ? matchStart("NUMBER_PREFIX", text)?.[0] : null;
    if (prefix) {
      const message = `"${inner.name}" must be only the number, without ${quoted(prefix.trim())}`;
      yield [message, `write \`${inner.name}: ${asYaml(cut(text.slice(prefix.length).trim(), 60))}\``];
    }
    yield* CHECKS_OF_KIND[inner.kind](inner, text);
  }
}

const CHECKS_OF_KIND = {
  LINE: checkLine,
  LINES: checkLines,
  NAMES: checkItems,
  TEXT: checkParagraphs,
  ID: checkIdentifier,
  LANGUAGE: checkLanguage,
  CHOICE: checkChoice,
  DATE: checkDate,
  DAY: checkDate,
  AUTHORS: checkAuthors,
  VENUES: checkVenues,
  LINKS: checkLinks,
  PAIRS: checkPairs,
  FIELDS: checkFields,
};

/** Message, help and severity of each problem of a value. Of a list that is too long, only its length is reported. */
export function* checkValue(field, value) {
  const most = MOST_ITEMS[field.name];
  const isList = Array.isArray(value);
  if (isList && value.length > most) yield [`"${field.name}" has more than ${most} items`, "shorten the list"];
  else yield* CHECKS_OF_KIND[field.kind](field, value);
}

/** What is wrong with a URL. */
export function* checkUrl(url, internal) {
  if (!url.trim() || url.includes("\n")) return;
  const fault = faultOf(url, { internal }, quoted);
  if (!fault) return;
  const suggestion =
    url.endsWith('"') && !faultOf(url.slice(0, -1), { internal }, quoted) ? url.slice(0, -1) : suggestedUrl(url);
  yield [fault[0], suggestion ? `write ${suggestion}` : fault[1]];
}
