// The help on keys.

import { openDialog } from "./dialog.js";
import { element } from "./dom.js";
import { keysAreOn, setKeys } from "./keys.js";
import { t } from "./words.js";

/** Keys with what they do, in this order. */
const HELP = [
  [["j"], t("Next paper")],
  [["k"], t("Previous paper")],
  [["o"], t("Open the page of the paper")],
  [["m"], t("Mark the paper, or add a note")],
  [["c"], t("Copy BibTeX")],
  [["/"], t("Find papers")],
  [["↓", "↑"], t("From the search field to the papers, and between them")],
  [["Esc"], t("Back to the search field")],
  [["?"], t("Show this help")],
];

/** Opens the help; `opener` gets the focus back. */
export function openHelp(opener) {
  const lines = HELP.flatMap(([keys, text]) => [
    element("dt", {}, keys.flatMap((key) => [element("kbd", {}, key), " "])),
    element("dd", {}, text),
  ]);
  const checkbox = element("input", { type: "checkbox" });
  checkbox.checked = keysAreOn();
  checkbox.addEventListener("change", () => setKeys(checkbox.checked));
  const note = element("p", {}, t("Letters act on the paper whose row has the focus."));
  const toggle = element("label", {}, checkbox, t("Use keys of a single character"));
  openDialog(t("Keyboard shortcuts"), [note, element("dl", { class: "pt-keys" }, lines), toggle], opener);
}
