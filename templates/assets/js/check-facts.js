// Contradictions in a record: arXiv ids, years and authors.

import { arxivYear, identifierIn } from "./identifiers.js";
import { quoted } from "./names.js";
import { identifiersOfRecord, isToTheWork, nameOf, venueOf } from "./paper-values.js";
import { matchAll, matchStart, search } from "./patterns.js";
import { VOCABULARY } from "./record-contract.js";

const waiver = (code) => `add \`# papertrail: allow ${code} REASON\` at the end of this line`;

const isArxivId = (id) => Boolean(id) && /^(0[1-9]|1[0-2])/.test(id.split("/").at(-1).slice(2));

/** Invalid arXiv ids, and ids in venues that differ from the links to the work (PT303). */
export function* ofArxivIds({ venue = [], links = [] }) {
  const linked = links
    .filter(isToTheWork)
    .map(({ url }) => identifierIn(url, "arxiv"))
    .filter(Boolean);
  const linkedId = linked.find(isArxivId);
  for (const { text, arxiv } of venue.map((value) => venueOf(nameOf(value)))) {
    if (!text.toLowerCase().includes("arxiv") || /^(https?:\/\/|www\.)/i.test(text)) continue;
    const wrong = isArxivId(arxiv) ? null : (arxiv ?? search("ARXIV_ID_LIKE", text)?.[1]);
    if (wrong)
      yield [
        "venue",
        `invalid arXiv id ${quoted(wrong)}`,
        linkedId ? `write \`arXiv ${linkedId}\`, as in the link` : VOCABULARY.ARXIV_FORM,
      ];
    else if (isArxivId(arxiv) && linkedId && !linked.includes(arxiv)) {
      yield [
        "venue",
        `the venue has arXiv id ${arxiv}, but the link has ${linkedId}`,
        `write \`arXiv ${linkedId}\` if the link is right; otherwise, fix the link`,
      ];
    }
  }
  for (const { url } of links) {
    const match = matchStart("ARXIV_LINK", url);
    if (match && !isArxivId(identifierIn(url, "arxiv")))
      yield ["links", `invalid arXiv id ${quoted(match[1])}`, VOCABULARY.ARXIV_FORM];
  }
}

/** Years in the future, before the year of the arXiv id, or that contradict each other (PT304). */
export function* ofYears(record, { year: now }) {
  const { date, venue = [] } = record;
  const latest = Math.max(now, VOCABULARY.FIRST_YEAR) + VOCABULARY.YEARS_AHEAD;
  const arxiv = identifiersOfRecord(record).find(([scheme]) => scheme === "arxiv")?.[1];
  const submitted = arxiv ? arxivYear(arxiv) : 0;
  const years = venue.map((value) => ["venue", venueOf(nameOf(value)).year]).filter(([, year]) => year !== null);
  if (date && matchAll("DATE", date)) years.push(["date", Number(date.slice(0, 4))]);
  for (const [field, year] of years.filter(([, year]) => year > latest)) {
    yield [field, `year ${year} of the ${field} is in the future`, `fix the year; if it is right, ${waiver("PT304")}`];
  }
  const ofVenues = years.flatMap(([field, year]) => (field === "venue" && year <= latest ? [year] : []));
  const dated = years.find(([field, year]) => field === "date" && year <= latest)?.[1];
  const agrees = dated >= Math.min(...ofVenues) - 1 && dated <= Math.max(...ofVenues) + 1;
  if (dated && ofVenues.length && !agrees && dated >= submitted) {
    const shown = [...new Set(ofVenues)].sort().join(" and ");
    const help = `fix the date or the year of the venue; if both are right, ${waiver("PT304")}`;
    yield ["date", `the date is of ${dated}, but the venue of ${shown}`, help, "warning"];
  }
  for (const [field, year] of years.filter(([, year]) => year < submitted)) {
    yield [
      field,
      `year ${year} of the ${field} is before ${submitted}, the year of arXiv ${arxiv}`,
      "fix the year or the arXiv id; if the paper was submitted to arXiv later, add " +
        "`# papertrail: allow PT304 submitted to arXiv later` at the end of this line",
    ];
  }
}

/** Authors who are listed twice, and names that were split into family and given names (PT306). */
export function* ofAuthors({ authors = [] }) {
  const names = authors.map(nameOf);
  const seen = new Set();
  for (const name of names) {
    const key = [...new Set(name.toLowerCase().replaceAll(",", " ").split(/\s+/).filter(Boolean))].sort().join(" ");
    const help = `delete one of the two; if they are two people of this name, ${waiver("PT306")}`;
    if (seen.has(key)) yield ["authors", `author ${quoted(name)} is listed twice`, help, "warning"];
    seen.add(key);
  }
  const isSplit = names.length && names.length % 2 === 0 && authors.every((author) => typeof author === "string");
  if (!isSplit || !names.every((name, i) => matchAll(i % 2 ? "GIVEN" : "FAMILY", name))) return;
  const whole = names.flatMap((name, i) => (i % 2 ? [`${name} ${names[i - 1]}`] : []));
  const shown = whole.slice(0, 6).join(", ") + (whole.length > 6 ? ", ..." : "");
  yield [
    "authors",
    `the ${names.length} items of authors look like family and given names of ${whole.length}`,
    `write \`authors: [${shown}]\`; if they are ${names.length} authors, ${waiver("PT306")}`,
    "warning",
  ];
}
