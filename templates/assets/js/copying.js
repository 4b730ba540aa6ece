// Copies text and saves it as a file.

import { say } from "./say.js";

/** Copies what `text` promises: asked for at once, since a browser allows it only while a press is fresh. */
export async function copy(text) {
  try {
    const blob = Promise.resolve(text).then((found) => new Blob([found], { type: "text/plain" }));
    // A browser may wait for ever for a text that never comes.
    await Promise.all([navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]), text]);
  } catch {
    copyTheOldWay(await text); // pages that are not served safely have no clipboard
  }
}

function copyTheOldWay(text) {
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

/** Saves text as a file of that name. */
export function save(text, name, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  document.body.append(link);
  link.addEventListener("click", (event) => event.stopPropagation()); // not a page to go to
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const textOf = (id) => `${(document.getElementById(id)?.textContent ?? "").trimEnd()}\n`;

/** Lets buttons copy or save the text of an element: `data-pt-copy="ID"`, `data-pt-save="FILE" data-pt-from="ID"`. */
export function startCopying() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("button[data-pt-copy], button[data-pt-save]");
    if (!button) return;
    const { ptCopy, ptSave, ptFrom } = button.dataset;
    if (ptSave) return save(textOf(ptFrom), ptSave);
    await copy(textOf(ptCopy));
    const label = button.textContent;
    say("Copied");
    if (button.classList.contains("pt-done")) return;
    button.classList.add("pt-done");
    button.textContent = "Copied";
    setTimeout(() => {
      button.classList.remove("pt-done");
      button.textContent = label;
    }, 2000);
  });
}
