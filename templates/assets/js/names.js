// Names as the checks show and compare them, like `text/strings.py`.

import { matchAll, replaceAll } from "./patterns.js";
import { VOCABULARY } from "./record-contract.js";

/** The number of characters; those beyond the first plane of Unicode count once. */
export const size = (text) => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length);

/** The first characters of a text. */
export const cut = (text, most) => (size(text) > most ? [...text].slice(0, most).join("") : text);

const ESCAPES = { "\t": "\\t", "\r": "\\r" };

function escaped(character) {
  const code = character.codePointAt(0);
  if (code < 0x100) return ESCAPES[character] ?? `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** A text in double quotes for a message: on one line, truncated. */
export function quoted(text, limit = 60) {
  const shown = replaceAll("INVISIBLE", text, escaped).replaceAll("\n", "\\n").replaceAll("##[", "##\\x5b");
  return size(shown) <= limit ? `"${shown}"` : `"${cut(shown, limit - 1)}…"`;
}

/** A text as YAML, also for use in brackets. */
export const asYaml = (text) =>
  matchAll("PLAIN_YAML", text) && !text.endsWith(" ") ? text : `'${text.replaceAll("'", "''")}'`;

/** A text in NFC, in which two names that look the same are equal. */
export const composed = (text) => text.normalize("NFC");

/** The length of the longest common subsequence of two texts. */
function common(one, other) {
  let row = new Uint16Array(other.length + 1);
  for (const letter of one) {
    const next = new Uint16Array(other.length + 1);
    for (let i = 0; i < other.length; i++) {
      next[i + 1] = letter === other[i] ? row[i] + 1 : Math.max(row[i + 1], next[i]);
    }
    row = next;
  }
  return row[other.length];
}

/** How similar two texts are, in percent. */
export function similarity(one, other) {
  const total = size(one) + size(other);
  return total ? (200 * common([...one], [...other])) / total : 100;
}

const COMPARED = 200;

/** The known name that is most similar to a word, or undefined. */
export function nearest(word, known, least = 60) {
  let best;
  let most = least;
  const folded = cut(word.toLowerCase(), COMPARED);
  for (const name of [...new Set(known)].sort()) {
    const other = cut(name.toLowerCase(), COMPARED);
    const [short, long] = [folded.length, other.length].sort((a, b) => a - b);
    if ((200 * short) / (short + long) < most) continue; // even if all its letters were common
    const alike = similarity(folded, other);
    if (best === undefined ? alike >= most : alike > most) [best, most] = [name, alike];
  }
  return best;
}

const visible = (text) => replaceAll("INVISIBLE_ANYWHERE", text, "");
const spaced = (text) => text.trim().split(/\s+/).join(" ");

/** What names have in common that differ only by case, spaces or in ways that cannot be seen. */
export const sameName = (text) => spaced(visible(text).normalize("NFKC").toLowerCase().normalize("NFKC"));

/** In what two names with the same `sameName` differ; null for others. */
function difference(one, other) {
  if (sameName(one) !== sameName(other)) return null;
  if (one.toLowerCase() === other.toLowerCase()) return "case";
  if (spaced(one.toLowerCase()) === spaced(other.toLowerCase())) return "spaces";
  return visible(one) === one && visible(other) === other ? "the encoding of letters" : "invisible characters";
}

/** The help for a name that looks like a known one; null if it does not. */
export function unseenDifference(word, near) {
  const reason = difference(word, near);
  return reason && reason !== "case" ? `write ${quoted(near, 120)}, which differs only by ${reason}` : null;
}

/** `did you mean "X"? Otherwise, …` with the nearest known name, or only `otherwise` if there is none. */
export function didYouMean(word, known, otherwise) {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `did you mean ${quoted(near)}? Otherwise, ${otherwise}`;
}

const withoutMarks = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "");
const wordsIn = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of a title, without case, accents and punctuation. */
export const normalTitle = (title) => wordsIn(withoutMarks(title).toLowerCase()).join(" ");

/** A name for URLs: letters and digits, joined by hyphens. */
function slug(text) {
  const spoken = text.replace(/[+#&@]/g, (sign) => VOCABULARY.SPOKEN[sign]);
  const words = wordsIn(withoutMarks(spoken).normalize("NFC").toLowerCase());
  const name = cut(words.join("-"), 60).replace(/^-+|-+$/g, "") || "section";
  return VOCABULARY.RESERVED.includes(name) ? `${name}-page` : name;
}

/** Whether a text can be the id of a record. */
export const isId = (text) =>
  text.length <= VOCABULARY.LONGEST_ID &&
  Boolean(matchAll("RECORD_ID", text)) &&
  !VOCABULARY.RESERVED.includes(text) &&
  text !== "papers" &&
  !/^(s|pt)-/.test(text);

/** An id for a text; empty if the text has no ASCII letter or digit. */
export function suggestedId(text) {
  if (!text.trim()) return "";
  const id = slug(cut(text, 200))
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/-+/g, "-")
    .replace(/^-|-$/g, "");
  return id && id.length <= VOCABULARY.LONGEST_ID - 6 && !isId(id) ? `paper-${id}` : id;
}

/** The name of the file for a new entry of a registry; empty if its name has no ASCII letter or digit. */
export function entryFileName(name) {
  const stem = slug(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return stem && `${stem}.yml`;
}
