// Writes a record as YAML, as `yaml/write_record.py` does: the same record gives the same text.

import { matchAll, replaceAll, search } from "./patterns.js";
import { FIELDS, VOCABULARY } from "./record-contract.js";
import { size } from "./names.js";

const NUMBERS = ["YAML_NUMBER", "YAML_NAMED_NUMBER", "YAML_DAY"];

function isPlain(text) {
  if (!text || text !== text.trim() || /[\n\t]/.test(text) || search("INVISIBLE", text)) return false;
  if (VOCABULARY.YAML_INDICATORS.some((sign) => text.startsWith(sign)) || /:$|: | #/.test(text)) return false;
  return !VOCABULARY.YAML_WORDS.includes(text.toLowerCase()) && !NUMBERS.some((name) => matchAll(name, text));
}

function escape(character) {
  const code = character.codePointAt(0);
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

function inDoubleQuotes(text) {
  const whole = replaceAll(["[\\ud800-\\udfff]", "u"], text, "\ufffd");
  return replaceAll("INVISIBLE", JSON.stringify(whole), escape);
}

/** A text on one line, without quotes if possible. */
const scalar = (text) => (isPlain(text) ? text : inDoubleQuotes(text));
const flowScalar = (text) => (isPlain(text) && !search("YAML_FLOW_SIGNS", text) ? text : inDoubleQuotes(text));

/** A value on one line, lists in brackets and mappings in braces. */
function flow(value) {
  if (typeof value === "string") return flowScalar(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, part]) => `${flowKey(key)}: ${flow(part)}`)
    .join(", ")}}`;
}

function flowKey(key) {
  const written = flowScalar(key);
  return size(written) > VOCABULARY.LONGEST_KEY ? `? ${written} ` : written;
}

function keyText(key, indent) {
  const written = scalar(key);
  return size(written) > VOCABULARY.LONGEST_KEY ? `? ${written}\n${" ".repeat(indent)}` : written;
}

/** A text of several paragraphs as a block. */
function block(text, indent) {
  if (!text.trim() || text.endsWith("\n") || search("INVISIBLE", text)) return inDoubleQuotes(text);
  const lines = text.split("\n");
  const sign = /^[ \t]/.test(lines.find(Boolean)) ? "|2-" : "|-";
  return [sign, ...lines.map((line) => line && " ".repeat(indent) + line)].join("\n");
}

const isText = (value) => typeof value === "string";
const item = (value) => `- ${isText(value) ? scalar(value) : flow(value)}`;

/** Each kind of value on one line, if it can be, and item by item. */
const line = (text) => [scalar(text)];
const names = (texts) => [flow(texts), texts.map(item)];
const texts = (values) => (values.length === 1 ? line(values[0]) : [null, values.map(item)]);
const people = (values) => [values.every(isText) ? flow(values) : null, values.map(item)];
const date = (text) => (/^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$/.test(text) ? [text] : line(text));

function venues(values) {
  if (values.length > 1) return people(values);
  return [isText(values[0]) ? scalar(values[0]) : flow(values[0])];
}

function links(values) {
  const labels = new Set(
    values.map(({ label }) => label).filter((label) => label && size(scalar(label)) <= VOCABULARY.LONGEST_KEY),
  );
  if (labels.size < values.length) return [null, values.map(({ label, url }) => `- ${flow({ label, url })}`)];
  return [null, values.map(({ label, url }) => `${scalar(label)}: ${scalar(url)}`)];
}

function mapping(values, { fields }) {
  const plain = fields
    .filter(({ name, kind }) => values[name] && kind !== "AUTHORS")
    .map(({ name }) => [name, values[name]]);
  const items = plain.map(([name, text]) => `${name}: ${scalar(text)}`);
  const others = fields.filter(({ name, kind }) => values[name]?.length && kind === "AUTHORS");
  if (!others.length) return [flow(Object.fromEntries(plain)), items];
  const ofOthers = others.flatMap(({ name }) =>
    lines(name, people(values[name])).map((text) => text.replace(/^ {2}/, "")),
  );
  return [null, [...items, ...ofOthers]];
}

const WRITERS = {
  LINE: line,
  CHOICE: line,
  LANGUAGE: line,
  ID: line,
  DATE: date,
  DAY: date,
  LINES: texts,
  NAMES: names,
  AUTHORS: people,
  VENUES: venues,
  LINKS: links,
  FIELDS: mapping,
  TEXT: (text) => (text.includes("\n") ? [block(text, 2)] : line(text)),
  PAIRS: (pairs) => [null, pairs.map(([name, text]) => `${keyText(name, 2)}: ${scalar(text)}`)],
};

function lines(key, [short, items]) {
  const whole = `${key}: ${short}`;
  if (short !== null && (!items || size(whole) <= VOCABULARY.YAML_WIDTH)) return [whole];
  return [`${key}:`, ...items.map((text) => `  ${text}`)];
}

/** The lines of a field; none for an empty value. */
export function fieldText(field, value) {
  const isEmpty = value === undefined || Object.keys(value).length === 0;
  return isEmpty
    ? ""
    : lines(field.name, WRITERS[field.kind](value, field))
        .map((text) => `${text}\n`)
        .join("");
}

/** A new record. */
export const recordText = (record) => FIELDS.map((field) => fieldText(field, record[field.name])).join("");

/**
 * The text of a record with other values. Fields whose values stay, comments and unknown fields keep their text.
 * @param text the text so far
 * @param before the values so far
 */
export function editedText(text, before, record) {
  const parts = partsOfText(text);
  const changed = FIELDS.filter(({ name }) => JSON.stringify(before[name]) !== JSON.stringify(record[name]));
  for (const field of changed) {
    const written = fieldText(field, record[field.name]);
    const at = parts.findIndex(({ name }) => name === field.name);
    if (at >= 0) parts[at].text = written + trailing(parts[at].text);
    else parts.splice(placeFor(field, parts), 0, { name: field.name, text: written });
  }
  return parts.map((part) => part.text).join("");
}

const FIELD_START = /^([a-z]+):(?=\s|$)/;

/** A text in parts: what precedes the first field, and each field with what follows it. */
function partsOfText(text) {
  const parts = [{ name: "", text: "" }];
  for (const line of (text.endsWith("\n") ? text : `${text}\n`).match(/.*\n/g)) {
    const name = FIELD_START.exec(line)?.[1];
    if (name) parts.push({ name, text: "" });
    parts.at(-1).text += line;
  }
  return parts;
}

/** Comments and blank lines at the end of a field belong to the next one. */
function trailing(text) {
  const lines = text.split("\n").slice(1);
  return lines.slice(lines.findLastIndex((line) => line && !/^#|^ *$/.test(line)) + 1).join("\n");
}

/** Where a new field belongs: after the last of those that precede it in the table of fields. */
function placeFor(field, parts) {
  const earlier = FIELDS.slice(0, FIELDS.indexOf(field)).map(({ name }) => name);
  return parts.findLastIndex(({ name }) => !name || earlier.includes(name)) + 1;
}
