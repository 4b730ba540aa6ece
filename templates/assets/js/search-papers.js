// The papers of the theme's search: those that Browse finds, in the same order. `search-worker.js` loads it.

import { readWords } from "./abstract-words.js";
import { BEST_MATCH, BROWSE_INDEX } from "./contract.js";
import { formatPapers } from "./format.js";
import { ordered } from "./grouping.js";
import { INDEX_FOLDER, TEXTS_FOLDER, WORDS_FOLDER } from "./index-paths.js";
import { PaperIndex } from "./paper-index.js";
import { Search } from "./search.js";
import { fold, WORDS } from "./tokens.js";
import { t } from "./words.js";

/** With the link to all, as many results as the theme shows at once. */
const MOST_PAPERS = 9;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

/** Loads the papers of a site; `later` is called when the words of abstracts have been added. */
globalThis.loadPapers = async (root, later) => {
  const read = async (folder) => {
    const response = await fetch(new URL(folder + BROWSE_INDEX, root));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response.json();
  };
  const [facets, texts] = await Promise.all([read(INDEX_FOLDER), read(TEXTS_FOLDER)]);
  const papers = new PaperIndex(facets);
  papers.fill(texts);
  const search = new Search(papers);
  const addWords = (words) => {
    search.add(readWords(words, papers.count));
    later();
  };
  if (papers.hasWords) read(WORDS_FOLDER).then(addWords).catch(console.warn);
  return { find: (query) => itemsOf(papers, search.find(query), query) };
};

/** The papers that match best, and a link to all of them, as items of the theme's search. */
function itemsOf(papers, found, query) {
  if (!found) return [];
  const order = ordered(papers, { shown: found.points, found }, BEST_MATCH);
  const shown = order.slice(0, MOST_PAPERS).map((paper) => paperItem(papers, paper, found));
  if (order.length < 2) return shown;
  const title = t("All {papers} in Browse", { papers: formatPapers(order.length) });
  const location = `${papers.urls.browse}?${new URLSearchParams({ find: query.trim() })}`;
  return [...shown, [{ location, title, text: "", score: 1, terms: {} }]];
}

function paperItem(papers, paper, { points, matchers }) {
  const marked = (text) => markWords(text, matchers);
  const [authors, venues] = [papers.author, papers.venue].map(({ names, lists }) =>
    Array.from(lists.at(paper), (number) => names[number]));
  const more = authors.length > 3 ? [...authors.slice(0, 3), "et\u00a0al."] : authors;
  const venue = venues.at(-1) ?? "";
  const year = String(papers.yearOf(paper) || "");
  const facts = [papers.title(paper), more.join(", "), venue, venue.includes(year) ? "" : year];
  return [{
    location: papers.urlOf(paper),
    title: marked(papers.name(paper)),
    text: facts.filter(Boolean).map(marked).join(" · "),
    score: points[paper],
    terms: {},
  }];
}

/** A text as HTML, with marks around the words that are found. */
function markWords(text, matchers) {
  let html = "";
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const folded = fold(word);
    const isFound = matchers.some((matcher) => matcher.matches(folded));
    html += escapeHtml(text.slice(end, index)) + (isFound ? `<mark>${escapeHtml(word)}</mark>` : escapeHtml(word));
    end = index + word.length;
  }
  return html + escapeHtml(text.slice(end));
}
