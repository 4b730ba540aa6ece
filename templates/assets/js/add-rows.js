// Controls with rows of inputs, for fields with several values.

import { Control, newId, title, trimmed } from "./add-control.js";
import { element } from "./dom.js";
import { t } from "./words.js";

/** Rows of inputs; there is always an empty one at the end. */
class RowsControl extends Control {
  /** @param columns the name of each input of a row, with the texts to choose from */
  constructor(field, columns) {
    super(field);
    this.columns = columns.map(([name, choices]) => [name, choices && newId()]);
    this.rows = element("div", { class: "pt-add-rows" });
    const lists = this.columns.map(([, id]) => (id ? element("datalist", { id }) : ""));
    this.root = element(
      "fieldset",
      { class: "pt-add-field" },
      element("legend", {}, ...this.label),
      this.rows,
      ...lists,
      this.help,
      this.report,
    );
    this.root.addEventListener("input", () => this.#grow());
    this.offer(...columns.map(([, choices]) => choices));
    this.#grow();
  }

  /** Offers texts to choose from, for each column. */
  offer(...choices) {
    choices.forEach((texts, i) => {
      if (texts)
        this.root
          .querySelector(`#${this.columns[i][1]}`)
          .replaceChildren(...texts.map((text) => element("option", { value: text })));
    });
  }

  #grow(texts = []) {
    const last = this.rows.lastElementChild;
    if (last && !texts.length && [...last.querySelectorAll("input")].every((input) => !input.value)) return;
    const number = this.rows.childElementCount + 1;
    const inputs = this.columns.map(([name, list], i) =>
      element("input", {
        type: "text",
        list,
        ...this.described,
        "aria-label": `${name} ${number}`,
        value: texts[i] ?? null,
        placeholder: number === 1 ? this.example(i) : null,
      }),
    );
    this.rows.append(element("div", { class: "pt-add-row" }, ...inputs));
  }

  example(column) {
    return this.columns.length === 1
      ? this.field.example.replace(/^\[|\]$/g, "")
      : this.field.example.match(/[^{}:]+/g)[0] && ["Paper", "https://..."][column];
  }

  /** The texts of the rows that have any. */
  get texts() {
    const rows = [...this.rows.children].map((row) => [...row.querySelectorAll("input")].map(trimmed));
    return rows.filter((texts) => texts.some(Boolean));
  }

  set texts(rows) {
    this.rows.replaceChildren();
    for (const texts of rows) this.#grow(texts);
    this.#grow();
  }
}

/** Names to choose from, or to type. */
export class NamesControl extends RowsControl {
  constructor(field, choices) {
    super(field, [[title(field.name), choices]]);
  }

  holds(value) {
    return value === undefined || value.every((text) => typeof text === "string");
  }

  get value() {
    const names = this.texts.map(([name]) => name);
    return names.length ? names : undefined;
  }

  set value(names) {
    this.texts = (names ?? []).map((name) => [name]);
  }
}

/** Labels with URLs. */
export class LinksControl extends RowsControl {
  constructor(field, choices) {
    super(field, [
      [t("Label"), choices],
      [t("URL"), null],
    ]);
  }

  holds() {
    return true;
  }

  get value() {
    const links = this.texts.map(([label, url]) => ({ label, url }));
    return links.length ? links : undefined;
  }

  set value(links) {
    this.texts = (links ?? []).map(({ label, url }) => [label, url]);
  }
}

/** Names with text. */
export class PairsControl extends RowsControl {
  constructor(field, choices) {
    super(field, [
      [t("Name"), choices],
      [t("Text"), null],
    ]);
  }

  holds() {
    return true;
  }

  example(column) {
    return ["Objective", "latency"][column];
  }

  get value() {
    const byName = Object.entries(Object.fromEntries(this.texts.filter(([name]) => name)));
    return byName.length
      ? this.texts.filter(([name]) => name).filter(([name], i, all) => all.findIndex(([other]) => other === name) === i)
      : undefined;
  }

  set value(pairs) {
    this.texts = pairs ?? [];
  }
}
