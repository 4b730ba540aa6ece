// What a page shows if no paper matches: which word no paper has, similar words, and the search without it.

import { element } from "./dom.js";
import { formatPapers } from "./format.js";
import { withoutTerm, withWord } from "./search-query.js";
import { t } from "./words.js";

/** @param actions `find` searches for another text, `clear` removes all filters and words */
export function noResults(state, actions) {
  const { found } = state.result;
  const lines = found ? wordLines(state, found, actions) : [];
  const clear = plainButton(t("Clear all filters"), actions.clear);
  return element("div", { class: "pt-empty" }, lines.length ? lines : t("No papers match."), " ", clear);
}

function wordLines(state, found, { find }) {
  if (!found.missing.length && found.count && found.points.some(Boolean)) return [];
  const { query } = state;
  const terms = found.missing.length ? found.missing : found.clauses.flat();
  const lines = terms.flatMap((term) => {
    const others = found.missing.length ? similarWords(state, term) : [];
    const words = others.map((word) => plainButton(word, () => find(withWord(query.find, term, word))));
    const without = withoutButton(state, term, find);
    const missing = found.missing.length ? [element("strong", {}, t("No paper has \"{word}\".", { word: term.text }))] : [];
    const similar = words.length ? [t("Similar words:"), ...words] : [];
    const parts = [...missing, ...similar, ...(without ? [without] : [])];
    return parts.length ? [element("p", {}, parts.flatMap((part) => [part, " "]))] : [];
  });
  return found.missing.length ? lines : [element("p", {}, t("No paper matches all words.")), ...lines];
}

const similarWords = ({ search }, { words, phrase, years }) =>
  years || phrase || words.length !== 1 ? [] : search().nearest(words[0]);

/** Shows how many papers match without a term; null if none does. */
function withoutButton(state, term, find) {
  const text = withoutTerm(state.query.find, term);
  const count = text ? state.countOf(text) : 0;
  if (!count) return null;
  const label = t("Without \"{word}\": {papers}", { word: term.text, papers: formatPapers(count) });
  return plainButton(label, () => find(text));
}

function plainButton(label, action) {
  const created = element("button", { type: "button", class: "pt-plain" }, label);
  created.addEventListener("click", action);
  return created;
}
