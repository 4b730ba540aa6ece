// Copies text to the clipboard and saves it as a file.

import { announce } from "./announce.js";
import { t } from "./words.js";

/** Milliseconds after which the browser has surely begun to save a file. */
const SAVED_AFTER = 10_000;
/** Milliseconds for which a button says that it has copied. */
const CONFIRMATION = 2000;

/**
 * Copies a text or the result of a promise. The clipboard is written to at once: browsers only allow it right after a
 * click.
 */
export async function copyText(text) {
  try {
    const blob = Promise.resolve(text).then((resolved) => new Blob([resolved], { type: "text/plain" }));
    // A browser may wait forever for a promise that is rejected.
    await Promise.all([navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]), text]);
  } catch {
    copyWithoutClipboard(await text); // pages served over HTTP have no clipboard
  }
}

function copyWithoutClipboard(text) {
  const field = document.createElement("textarea");
  const focused = document.activeElement;
  field.className = "pt-hidden";
  field.value = text;
  (document.querySelector("dialog[open], :popover-open") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  focused?.focus();
}

/** Saves a text as a file. */
export function saveText(text, name, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  document.body.append(link);
  link.addEventListener("click", (event) => event.stopPropagation()); // the theme would load it as a page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_AFTER);
}

const textOf = (id) => `${(document.getElementById(id)?.textContent ?? "").trimEnd()}\n`;

/**
 * Handles buttons that copy or save the text of an element: `data-pt-copy="ID"`, or `data-pt-save="FILE"` with
 * `data-pt-from="ID"`.
 */
export function startCopyButtons() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("button[data-pt-copy], button[data-pt-save]");
    if (!button) return;
    const { ptCopy, ptSave, ptFrom } = button.dataset;
    if (ptSave) return saveText(textOf(ptFrom), ptSave);
    await copyText(textOf(ptCopy));
    announce(t("Copied"));
    confirmOn(button);
  });
}

/** Shows on a button for a moment that it has copied something. */
export function confirmOn(button) {
  if (button.classList.contains("pt-done")) return;
  const label = button.textContent;
  button.classList.add("pt-done");
  button.textContent = t("Copied");
  setTimeout(() => {
    button.classList.remove("pt-done");
    button.textContent = label;
  }, CONFIRMATION);
}
