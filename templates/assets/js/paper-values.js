// Values that follow from those of a record, like `core/paper.py`.

import { arxivInVenue, arxivYear, identifiersOf, idIn } from "./identifiers.js";
import { composed, normalTitle } from "./names.js";
import { PATTERNS, VOCABULARY } from "./record-contract.js";
import { search } from "./patterns.js";

const LONGEST_SERIES = 300;
const trimmedEnd = (text) => text.replace(/[ ,]+$/, "");

/** Series and year: `EuroSys 2019`, `SOSP2019`, `SC (2020)`. Two digits are a year only after an acronym. */
function seriesAndYear(venue) {
  const text = trimmedEnd(venue).replace(/^[ ,]+/, "");
  if (text.length > LONGEST_SERIES) return [text, null];
  const full = search("FULL_YEAR", text);
  if (full) return [trimmedEnd(text.slice(0, full.index)), Number(full.groups.a ?? full.groups.b)];
  const short = search("SHORT_YEAR", text);
  const series = short && trimmedEnd(text.slice(0, short.index));
  if (
    short &&
    (
      series
        .split(" ")
        .at(-1)
        .match(/\p{Lu}/gu) ?? []
    ).length >= 2
  ) {
    const year = Number(short.groups.year);
    return [series, (year > 60 ? 1900 : 2000) + year];
  }
  return [text, null];
}

/** Text, series, year and arXiv id of a venue as a record writes it. */
export function venueOf(written) {
  const text = composed(written);
  const arxiv = arxivInVenue(text);
  const [series, year] = seriesAndYear(text);
  return arxiv ? { text, arxiv, series: "arXiv", year: year || arxivYear(arxiv) } : { text, arxiv, series, year };
}

/** The parts of a topic. */
export const topicPath = (text) =>
  composed(text)
    .split(new RegExp(...PATTERNS.TOPIC_SEPARATOR))
    .map((part) => part.trim());

/** The name of a venue or an author, which may be a mapping. */
export const nameOf = (value) => (typeof value === "string" ? value : (value.name ?? value.organization ?? ""));

/** Whether a link leads to the work itself, according to its label. */
export const isToTheWork = ({ label }) => VOCABULARY.SELF_LABELS.includes(label.toLowerCase());

/** Schemes and values of all identifiers of a record. */
export function identifiersOfRecord({ ids = {}, venue = [], links = [] }) {
  const own = Object.entries(ids).map(([scheme, text]) => [scheme, idIn(scheme, text)]);
  const inVenues = venue.map((value) => ["arxiv", venueOf(nameOf(value)).arxiv]);
  const linked = links.filter(isToTheWork).flatMap(({ url }) => identifiersOf(url));
  return [...own, ...inVenues, ...linked].filter(([, value]) => value);
}

/** The title without case, accents and punctuation. */
export const plainTitle = ({ name = "", title }) => normalTitle(title || name);
