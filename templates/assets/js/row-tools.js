// The buttons of a row that need a further script: it is loaded when one of them is first pressed.

import { announce } from "./announce.js";
import { t } from "./words.js";

const isModified = (event) => event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

const loadDetails = (action) =>
  import("./row-details.js")
    .then((script) => action(script))
    .catch(() => announce(t("Could not load the paper. Check your connection and try again.")));

/** Copies the BibTeX entry of a row's paper. */
export const copyCitation = (row) => loadDetails((script) => script.citeRow(row));

/** Shows abstracts and menus of rows. Without scripts the menu's button is a link to the row. */
export function startRowTools() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-files] :is(.pt-permalink, .pt-abstract)");
    if (!button || isModified(event)) return;
    event.preventDefault();
    event.stopPropagation(); // the theme would follow the link
    loadDetails((script) => script.useRowTool(button));
  }, { capture: true });
}
