// References in the styles of APA, IEEE, ACM, Chicago (author-date) and Harvard, from a CSL-JSON item: the same that the
// page of a paper offers to copy. Text is not changed: titles keep their capitals.

const IN_JOURNALS = new Set(["article-journal", "article-magazine", "article-newspaper", "review", "review-book"]);
const IN_BOOKS = new Set(["paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"]);

const joined = (between, ...parts) => parts.filter(Boolean).join(between);
const wrapped = (before, text, after = "") => (text ? before + text + after : "");
const ended = (text) => (!text || /[.?!…。]$/.test(text) ? text : `${text}.`);
const sentences = (...parts) => joined(" ", ...parts.map(ended));

const initials = (given = "") => given.replaceAll(/(\p{L})[^\s-]*/gu, (_, letter) => `${letter.toUpperCase()}.`);
/** `Wang, Minjie`, `Wang, M.`, `Minjie Wang` or `M. Wang`; the name of an organization as it is. */
const lastFirst = ({ literal, family, given, suffix }) => literal ?? joined(", ", family, given, suffix);
const lastInitials = ({ literal, family, given, suffix }) => literal ?? joined(", ", family, initials(given), suffix);
const firstLast = ({ literal, family, given, suffix }) => literal ?? joined(" ", given, family, suffix);
const initialsLast = ({ literal, family, given, suffix }) => literal ?? joined(" ", initials(given), family, suffix);

/**
 * A list of names.
 * @param most how many names a reference has; of more, `kept` are followed by `et al.`
 * @param last what stands before the last of two, and of more names
 */
function listed({ people, others }, names, { most, kept, two, last }) {
  const isCut = people.length > most;
  const shown = names(isCut ? people.slice(0, kept) : people);
  if (isCut || others) return shown.length ? joined(", ", ...shown) + (shown.length > 1 ? "," : "") + " et al." : "";
  if (shown.length < 3) return shown.join(two);
  return `${shown.slice(0, -1).join(", ")}${last}${shown.at(-1)}`;
}

const each = (form) => (people) => people.map(form);
const firstInverted = (people) => people.map((person, i) => (i ? firstLast(person) : lastFirst(person)));

/** What the styles need of an item. */
function read(item) {
  const authors = item.author ?? [];
  const people = authors.filter(({ literal }) => literal !== "others");
  const inJournal = IN_JOURNALS.has(item.type) || (item.type === "article" && item["container-title"]);
  const { number, publisher } = item;
  return {
    authors: { people, others: people.length < authors.length },
    year: item.issued?.["date-parts"][0][0],
    title: item.title,
    journal: inJournal ? item["container-title"] : "",
    book: IN_BOOKS.has(item.type) ? item["container-title"] : "",
    publisher: publisher ?? (inJournal || IN_BOOKS.has(item.type) ? "" : item["container-title"]),
    number: item.type === "article" || item.type === "report" ? number : "",
    volume: item.volume,
    issue: item.issue,
    pages: item.page?.replaceAll(/[-–—]+/g, "–"),
    doi: item.DOI,
    url: item.DOI ? `https://doi.org/${item.DOI}` : item.URL,
  };
}

const pages = (text) => wrapped(/[–,]/.test(text) ? "pp. " : "p. ", text);

function apa(work) {
  const { year, title, journal, book, volume, issue } = work;
  const names = apaNames(work.authors);
  const numbers = joined(", ", journal, wrapped("", volume, wrapped("(", issue, ")")), work.pages);
  const place = (journal && numbers) || joined(" ", wrapped("In ", book), wrapped("(", book && pages(work.pages), ")"));
  const named = joined(" ", title, wrapped("(", work.number, ")"));
  const date = `(${year ?? "n.d."})`;
  return joined(" ", sentences(...(names ? [names, date, named] : [named, date]), place, work.publisher), work.url);
}

/** Of more than 20 authors the first 19 and the last. */
function apaNames({ people, others }) {
  const form = { most: 20, kept: 20, two: ", & ", last: ", & " };
  if (people.length <= 20) return listed({ people, others }, each(lastInitials), form);
  return `${people.slice(0, 19).map(lastInitials).join(", ")}, . . . ${lastInitials(people.at(-1))}`;
}

function ieee(work) {
  const { year, title, journal, book, volume, issue, doi, url } = work;
  const names = listed(work.authors, each(initialsLast), { most: 6, kept: 1, two: " and ", last: ", and " });
  const place = [
    journal || wrapped("in ", book) || work.publisher, work.number, wrapped("vol. ", volume), wrapped("no. ", issue),
  ];
  const printed = journal ? [pages(work.pages), year] : [year, pages(work.pages)];
  const address = doi ? `doi: ${doi}` : "";
  const rest = joined(", ", ...place, ...printed, address);
  const quoted = `“${rest && !/[?!]$/.test(title) ? `${title},` : ended(title)}”`;
  const text = joined(", ", names, rest ? ended(joined(" ", quoted, rest)) : quoted);
  return doi || !url ? text : `${text} [Online]. Available: ${url}`;
}

function acm(work) {
  const { year, title, journal, book, volume, issue } = work;
  const names = listed(work.authors, each(firstLast), { most: 30, kept: 30, two: " and ", last: ", and " });
  const numbers = joined(" ", joined(" ", journal, joined(", ", volume, issue)), wrapped("(", journal && year, ")"));
  const place = joined(", ", numbers || wrapped("In ", book) || work.publisher, work.number, work.pages);
  return joined(" ", sentences(names, String(year ?? ""), title, place, book && work.publisher), work.url);
}

function chicago(work) {
  const { year, title, journal, book, volume, issue } = work;
  const names = listed(work.authors, firstInverted, { most: 10, kept: 7, two: ", and ", last: ", and " });
  const numbers = joined(" ", journal, volume, wrapped("(", issue, ")")) + wrapped(": ", journal && work.pages);
  const place = numbers || joined(", ", wrapped("In ", book), book && work.pages);
  const quoted = `“${ended(title)}”`;
  return joined(" ", ended(names), ended(String(year ?? "n.d.")), quoted,
    sentences(place, joined(", ", work.number, work.publisher), work.url));
}

function harvard(work) {
  const { year, title, journal, book, volume, issue, doi, url } = work;
  const names = listed(work.authors, each(lastInitials), { most: 3, kept: 1, two: " and ", last: " and " });
  const numbers = wrapped("", volume, wrapped("(", issue, ")"));
  const place = journal
    ? joined(", ", journal, numbers, pages(work.pages))
    : joined(". ", wrapped("in ", book), joined(", ", work.publisher, work.number, pages(work.pages)));
  const text = joined(", ", joined(" ", names, `(${year ?? "no date"})`, `‘${title}’`), place);
  return joined(" ", ended(text), doi ? `doi:${doi}.` : wrapped("Available at: ", url, "."));
}

const STYLES = { APA: apa, IEEE: ieee, ACM: acm, Chicago: chicago, Harvard: harvard };

/** The reference of a CSL-JSON item in a style. */
export const reference = (item, style) => STYLES[style](read(item));
