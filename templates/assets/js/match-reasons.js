// By what a paper is found, where its row does not show it: `author: Matei Zaharia`, `abstract`.

import { element } from "./dom.js";
import { bitOf, bitsOf } from "./search-points.js";
import { fold, wordsOf } from "./tokens.js";
import { t } from "./words.js";

const LONGEST_TEXT = 100;
const REASON_LABELS = {
  name: t("name"),
  title: t("title"),
  "first author": t("author"),
  author: t("author"),
  venue: t("venue"),
  year: t("year"),
  topic: t("topic"),
  keyword: t("keyword"),
  institution: t("institution"),
  type: t("type"),
  award: t("award"),
  status: t("status"),
  link: t("link"),
  id: t("identifier"),
  remarks: t("remark"),
  abstract: t("abstract"),
};

/** Rows of a source, each with the matches that it does not show. */
export function withReasons(source, found) {
  return {
    headings: (group) => source.headings(group),
    row(paper, group) {
      const entry = source.row(paper, group);
      const reasons = entry ? reasonsOf(found, paper, fold(entry.row.textContent)) : [];
      if (reasons.length) {
        const target = entry.row.querySelector("th") ?? entry.row;
        target.append(element("span", { class: "pt-matched" }, reasons.join(" · ")));
      }
      return entry;
    },
  };
}

function reasonsOf({ search, matchers }, paper, shown) {
  const hidden = matchers.filter((matcher) => !matcher.isIn(shown));
  if (!hidden.length) return [];
  const texts = search.papers.textsByField(paper);
  return [...new Set(hidden.map((matcher) => reasonOf(search, matcher, paper, texts)).filter(Boolean))];
}

function reasonOf(search, matcher, paper, texts) {
  const bits = bitsOf(matcher.field);
  const isFound = (text) => wordsOf(text).some((word) => matcher.matches(word));
  const match = texts.find(({ field, text }) => bitOf(field) & bits && isFound(text));
  if (match) {
    const text = match.text.split("\n").find(isFound) ?? match.text;
    const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
    return t("{field}: {text}", { field: match.label ?? REASON_LABELS[match.field], text: short });
  }
  const later = search.laterFieldsOf(paper, matcher) & bits;
  return later & bitOf("abstract") ? REASON_LABELS.abstract : later ? REASON_LABELS.id : "";
}
