// The button "Save" of a page without a bar, such as that of an author: `data-pt-take` is the URL of the files of all
// papers without suffix.

import { ROWS } from "./row-layout.js";
import { SaveMenu, FROM_FILES } from "./save-menu.js";

/** Opens the menu that copies or saves the papers of the page. */
export function takeRows(button) {
  const rows = document.querySelectorAll(`.pt-rows ${ROWS}`);
  const ids = [...new Set(Array.from(rows, ({ dataset }) => dataset.paper))];
  const source = { papers: { id: (i) => ids[i] }, base: button.dataset.ptTake };
  const menu = new SaveMenu(source, () => ids.map((_, i) => i), FROM_FILES);
  menu.element.addEventListener("toggle", ({ newState }) => newState === "closed" && menu.element.remove());
  button.after(menu.element);
  menu.open(button);
}
