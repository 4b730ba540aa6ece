// What Crossref and DataCite know of a work. One of them is asked when a reader presses a button, and at no other time.
// Their answers are texts of strangers: they only become values of the form.

import { addressOf, arxivIn, doiIn } from "./identifiers.js";
import { composed } from "./names.js";
import { replaceAll } from "./patterns.js";

const CROSSREF = "https://api.crossref.org/works/";
const DATACITE = "https://api.datacite.org/dois/";
/** Milliseconds after which a server is taken to be out of reach. */
const TIMEOUT_OF_LOOKUP = 15_000;
const MOST_CHARACTERS = 2_000_000;
const LONGEST_NAME = 40;

const TYPES = {
  "proceedings-article": "paper-conference",
  "journal-article": "article-journal",
  "book-chapter": "chapter",
  book: "book",
  monograph: "book",
  dissertation: "thesis",
  dataset: "dataset",
  report: "report",
  standard: "standard",
  Dataset: "dataset",
  Software: "software",
  Book: "book",
  Dissertation: "thesis",
  Report: "report",
};

const oneLine = (value) => {
  const text = replaceAll("INVISIBLE_ANYWHERE", typeof value === "string" ? value : "", " ");
  return composed(
    text
      .replace(/<[^<>]*>/g, "")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&"),
  )
    .split(/\s+/)
    .join(" ")
    .trim();
};
const arrayOf = (value) => (Array.isArray(value) ? value : []);
const firstOf = (value) => oneLine(Array.isArray(value) ? value[0] : value);
const padded = (parts) =>
  arrayOf(parts)
    .filter(Number.isInteger)
    .map((part) => String(part).padStart(2, "0"))
    .join("-");

const nameOfPerson = (given, family, name) => [given, family].map(oneLine).filter(Boolean).join(" ") || oneLine(name);

async function ask(address) {
  const response = await fetch(address, {
    signal: AbortSignal.timeout(TIMEOUT_OF_LOOKUP),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`status ${response.status}`);
  const text = await response.text();
  if (text.length > MOST_CHARACTERS) throw new Error("the answer is too long");
  return JSON.parse(text);
}

function ofCrossref(message) {
  return {
    title: [firstOf(message.title), firstOf(message.subtitle)].filter(Boolean).join(": "),
    authors: arrayOf(message.author).map((one) => nameOfPerson(one?.given, one?.family, one?.name)),
    container: firstOf(message["container-title"]),
    acronym: oneLine(message.event?.acronym),
    date: padded(message.issued?.["date-parts"]?.[0]),
    abstract: oneLine(message.abstract).replace(/^Abstract:?\s+/i, ""),
    type: TYPES[message.type],
    publication: {
      volume: oneLine(message.volume),
      number: oneLine(message.issue),
      pages: oneLine(message.page),
      publisher: oneLine(message.publisher),
    },
  };
}

function ofDataCite({ titles, creators, descriptions, container, dates, publicationYear, types }) {
  const issued = oneLine(arrayOf(dates).find((one) => one?.dateType === "Issued")?.date);
  return {
    title: oneLine(arrayOf(titles)[0]?.title),
    authors: arrayOf(creators).map((one) => nameOfPerson(one?.givenName, one?.familyName, one?.name)),
    container: oneLine(container?.title),
    date: /^\d{4}(-\d\d){0,2}$/.test(issued) ? issued : padded([publicationYear]),
    abstract: oneLine(arrayOf(descriptions).find((one) => one?.descriptionType === "Abstract")?.description),
    type: TYPES[types?.resourceTypeGeneral],
    publication: {},
  };
}

/** The values of a record for a DOI or an arXiv id; null if neither is in the text, or if it is not registered. */
export async function lookUp(text, venues) {
  const arxiv = arxivIn(text);
  const doi = arxiv ? `10.48550/arXiv.${arxiv}` : doiIn(text);
  if (!doi) return null;
  const path = encodeURIComponent(doi);
  const crossref = arxiv ? null : await ask(CROSSREF + path);
  if (crossref) return valuesFrom(ofCrossref(crossref.message ?? {}), { doi }, venues);
  const datacite = await ask(DATACITE + path);
  return datacite && valuesFrom(ofDataCite(datacite.data?.attributes ?? {}), { doi, arxiv }, venues);
}

/** The name that a list knows a venue by, or its name as it is. */
function venueFor({ acronym, container }, venues) {
  const known = (venues ?? []).find((name) =>
    [acronym, container].some((other) => other?.toLowerCase() === name.toLowerCase()),
  );
  return known ?? (acronym && acronym.length < 20 ? acronym.replace(/\s*['’]?\d{2,4}$/, "") : container);
}

function valuesFrom(work, { doi, arxiv }, venues) {
  const [beforeColon] = work.title.split(": ");
  const name = work.title.includes(": ") && beforeColon.length <= LONGEST_NAME ? beforeColon : work.title;
  const venue = arxiv ? `arXiv ${arxiv}` : venueFor(work, venues);
  const year = work.date.slice(0, 4);
  const hasYear = arxiv || !venue || !year || venue.includes(year);
  const publication = Object.fromEntries(Object.entries(work.publication).filter(([, value]) => value));
  const values = {
    name,
    title: name === work.title ? "" : work.title,
    authors: work.authors.filter(Boolean),
    venue: venue ? [hasYear ? venue : `${venue} ${year}`] : [],
    date: venue && (arxiv || hasYear || year) ? "" : work.date,
    type: work.type ?? "",
    abstract: work.abstract,
    publication,
    links: [
      arxiv ? { label: "Paper", url: addressOf("arxiv", arxiv) } : { label: "Paper", url: addressOf("doi", doi) },
    ],
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Object.keys(value).length));
}
