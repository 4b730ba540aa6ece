// The parts of the page around the controls.

import { element } from "./dom.js";
import { FIELDS } from "./record-contract.js";
import { t } from "./words.js";

const FIRST = ["name", "title", "authors", "topic", "venue", "date", "links", "institutions", "keywords", "remarks"];

/** The name of the file, which is not a field of the record. */
export const ID_FIELD = {
  name: "id",
  label: t("File name"),
  kind: "LINE",
  example: "tofu",
  help: t("Name of the file without `.yml`. It is the id of the paper, and part of its URL."),
};

/** Creates the form with its controls, and the part that shows the record. */
export function layOut(controls) {
  const roots = (names) => names.map((name) => controls.get(name).root);
  const others = FIELDS.map(({ name }) => name).filter((name) => !FIRST.includes(name));
  const lookup = element("input", {
    id: "pt-add-lookup",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "10.1145/3302424.3303953",
  });
  const lookupButton = element("button", { type: "button" }, t("Fill in"));
  const lookupReport = element(
    "p",
    { class: "pt-add-help", id: "pt-add-lookup-help" },
    t("Asks Crossref or DataCite, when you press the button."),
  );
  lookup.setAttribute("aria-describedby", lookupReport.id);
  const newEntries = element("div");
  const form = element(
    "form",
    { class: "pt-add-form", novalidate: true, "aria-label": t("Record") },
    element(
      "div",
      { class: "pt-add-field" },
      element("label", { for: lookup.id }, t("DOI or arXiv id")),
      element("div", { class: "pt-add-row" }, lookup, lookupButton),
      lookupReport,
    ),
    ...roots(FIRST),
    newEntries,
    element("details", { class: "pt-add-more" }, element("summary", {}, t("More fields")), ...roots(others)),
    ...roots(["id"]),
  );
  const code = element("code");
  const path = element("code");
  const result = element("p", { class: "pt-add-result", role: "status" });
  const open = element("a", { class: "pt-add-open", target: "_blank", rel: "noopener", href: "#" });
  const copyButton = element("button", { type: "button" }, t("Copy"));
  const saveButton = element("button", { type: "button" }, t("Save as a file"));
  const actions = element("p", { class: "pt-add-actions" }, open, copyButton, saveButton);
  const links = element("p", { class: "pt-add-help" });
  const row = element("div");
  const side = element(
    "section",
    { class: "pt-add-side", "aria-label": t("Result") },
    element("h2", { id: "s-record" }, t("Record")),
    element("p", {}, path),
    element("pre", {}, code),
    result,
    actions,
    links,
  );
  const rowPart = element(
    "section",
    { class: "pt-add-preview", "aria-label": t("Row") },
    element("h2", { id: "s-row" }, t("Row in the list")),
    row,
  );
  const parts = [element("div", { class: "pt-add" }, form, side), rowPart];
  return {
    parts,
    form,
    lookup,
    lookupButton,
    lookupReport,
    newEntries,
    code,
    path,
    result,
    open,
    copyButton,
    saveButton,
    links,
    row,
  };
}

/** A problem of a field. */
export const problemItem = (label, severity, message, help) =>
  element(
    "li",
    { class: `pt-add-${severity}`, lang: "en" },
    element("strong", {}, `${label}: `),
    message,
    element("span", { class: "pt-add-advice" }, `Help: ${help}`),
  );
