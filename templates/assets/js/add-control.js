// The controls of single fields. A value of a control is what a record has.

import { element } from "./dom.js";
import { t } from "./words.js";

/** How the file has several values. The form has its own way. */
const LISTS = /[;:] a list.*$/;
let count = 0;
export const newId = () => `pt-add-${++count}`;

/** A help text, in which words between backticks are code. */
const withCode = (text) => text.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));

/** Short names that are no acronyms. */
const SHORT_WORDS = ["name", "date", "type", "ids", "full", "kind"];

export const title = (name) =>
  name.length < 5 && !SHORT_WORDS.includes(name) ? name.toUpperCase() : name[0].toUpperCase() + name.slice(1);

export const trimmed = (input) => input.value.trim();
const fromLines = (text) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

export class Control {
  constructor(field) {
    this.field = field;
    this.id = newId();
    const help = field.help.replace(LISTS, "");
    this.help = element("p", { class: "pt-add-help", id: `${this.id}-help` }, ...withCode(help.replace(/\.?$/, ".")));
    this.report = element("ul", { class: "pt-add-problems", id: `${this.id}-problems`, role: "list" });
  }

  /** Attributes that connect an input with its help and its problems. */
  get described() {
    return { "aria-describedby": `${this.help.id} ${this.report.id}`, autocomplete: "off", spellcheck: "false" };
  }

  get label() {
    return [
      this.field.label ?? title(this.field.name),
      this.field.required ? [" ", element("span", { class: "pt-add-required" }, t("required"))] : "",
    ];
  }

  /** Whether the control can show a value. Other values stay in the file as they are. */
  holds(value) {
    return value === undefined || typeof value === "string";
  }

  /** Keeps a value that the control cannot show. */
  lock(value) {
    this.locked = value;
    for (const input of this.inputs) input.disabled = true;
    this.help.textContent =
      t("This value has parts that the form does not show. It stays as it is; change it in the file.");
  }

  get current() {
    return this.locked ?? this.value;
  }

  get inputs() {
    return this.root.querySelectorAll("input, select, textarea");
  }

  show(problems) {
    this.report.replaceChildren(...problems);
    this.report.hidden = !problems.length;
    const inputs = [...this.inputs];
    const wrong = inputs.filter(({ value }) => value);
    for (const input of inputs) input.ariaInvalid = null;
    for (const input of problems.length ? (wrong.length ? wrong : inputs.slice(0, 1)) : []) input.ariaInvalid = "true";
  }

  focus() {
    this.root.closest("details")?.setAttribute("open", "");
    this.inputs[0].focus();
  }
}

/** One text. */
export class TextControl extends Control {
  constructor(field) {
    super(field);
    const isLong = field.kind === "TEXT";
    const attributes = { id: this.id, ...this.described, placeholder: isLong ? null : field.example };
    this.input = isLong
      ? element("textarea", { ...attributes, rows: 5 })
      : element("input", { ...attributes, type: "text" });
    if (field.required) this.input.setAttribute("aria-required", "true");
    this.root = element(
      "div",
      { class: "pt-add-field" },
      element("label", { for: this.id }, ...this.label),
      this.input,
      this.help,
      this.report,
    );
  }

  get value() {
    return trimmed(this.input).replace(/\r\n?/g, "\n") || undefined;
  }

  set value(text) {
    this.input.value = text ?? "";
  }
}

/** One of a few words. */
export class ChoiceControl extends Control {
  constructor(field) {
    super(field);
    const options = ["", ...field.choices].map((choice) => element("option", { value: choice }, choice));
    this.input = element("select", { id: this.id, ...this.described }, ...options);
    this.root = element(
      "div",
      { class: "pt-add-field" },
      element("label", { for: this.id }, ...this.label),
      this.input,
      this.help,
      this.report,
    );
  }

  holds(value) {
    return value === undefined || this.field.choices.includes(value);
  }

  get value() {
    return this.input.value || undefined;
  }

  set value(text) {
    this.input.value = text ?? "";
  }
}

/** Texts, one on each line. */
export class LinesControl extends TextControl {
  constructor(field) {
    super({ ...field, kind: "TEXT" });
    this.field = field;
    this.input.rows = 3;
    this.help.prepend(t("One per line."), " ");
  }

  holds(value) {
    return (
      value === undefined ||
      (Array.isArray(value) && value.every((text) => typeof text === "string" && !text.includes("\n")))
    );
  }

  get value() {
    const lines = fromLines(this.input.value);
    return lines.length ? lines : undefined;
  }

  set value(texts) {
    this.input.value = (texts ?? []).join("\n");
  }
}
