// HTML and Markdown in texts that are shown as they are (PT406), like `rules/support/markup.py`. Texts with formulas are
// not checked.

import { asYaml, cut, size } from "./names.js";
import { nameOf } from "./paper-values.js";
import { replaceAll, search } from "./patterns.js";
import { LIMITS, PATTERNS, VOCABULARY } from "./record-contract.js";

const MARKUP = ["MARKED_LINK", "EMPHASIS", "CODE"];
const hasFormula = (text) => text.includes("$");

/** Whether a text has an HTML tag. `<b>` and the like may be something else, unless they are closed. */
function hasTag(text) {
  const tags = [...text.matchAll(new RegExp(PATTERNS.TAG[0], `${PATTERNS.TAG[1]}g`))].map(([, name]) => name);
  return tags.some((name) => name.length > 1 || text.toLowerCase().includes(`</${name}>`.toLowerCase()));
}

/** The kind of markup in a text that should be plain. */
export function markupIn(text) {
  if (hasTag(text)) return "HTML";
  return MARKUP.some((name) => search(name, text)) ? "Markdown" : null;
}

/** A text without markup, and the labels and URLs of its links. Links are omitted if any other text remains. */
export function withoutMarkup(marked) {
  if (hasFormula(marked)) return [marked.split(/\s+/).join(" ").trim(), []];
  let text = replaceAll("TAG", marked, "");
  const links = [...text.matchAll(new RegExp(PATTERNS.MARKED_LINK[0], `${PATTERNS.MARKED_LINK[1]}g`))].map((match) =>
    match.slice(1),
  );
  const rest = replaceAll("MARKED_LINK", text, "");
  text = /[\p{L}\p{N}_]/u.test(rest) ? rest : replaceAll("MARKED_LINK", text, "$1");
  text = replaceAll("CODE", replaceAll("EMPHASIS", text, "$2"), "$1");
  return [text.split(/\s+/).join(" ").trim(), links];
}

function helpWithMarkup(text) {
  const [plain, links] = withoutMarkup(text);
  const [label, url] = links[0] ?? [];
  const link = url
    ? `, and add its URL to \`links\`: \`${asYaml(cut(label.trim(), 60) || "Paper")}: ${cut(url, 120)}\``
    : "";
  const write = plain ? `write it as plain text: ${asYaml(cut(plain, 120))}` : "write it as plain text";
  return `${write}${link}; if the marks belong to it, add \`# papertrail: allow PT406 REASON\` at the end of this line`;
}

/** Markup in plain texts, and HTML in remarks. */
export function* checkMarkup(record, { venues }) {
  const isShort = (text) => size(text) <= LIMITS.TEXT && !hasFormula(text);
  for (const text of (record.remarks ?? []).filter(isShort)) {
    if (hasTag(replaceAll("CODE_SPAN", text, ""))) yield ["remarks", ...VOCABULARY.NO_HTML, "warning"];
  }
  const fields = VOCABULARY.PLAIN_FIELDS.filter((field) => record[field] && !(field === "venue" && venues));
  for (const field of fields) {
    for (const text of [record[field]].flat().map(nameOf).filter(isShort)) {
      const markup = markupIn(text);
      if (markup) yield [field, `${markup} in "${field}" is shown as text`, helpWithMarkup(text), "warning"];
    }
  }
}
