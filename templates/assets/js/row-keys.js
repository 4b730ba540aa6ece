// Keys for the papers of a page: `j` and `k` move between rows, `m` marks, `c` copies BibTeX, `o` opens the page of the
// paper, `?` shows all keys.

import { isPlainKey } from "./keys.js";
import { loadReading } from "./reading-on.js";
import { ROWS } from "./row-layout.js";
import { copyCitation } from "./row-tools.js";

const ROW_LINK = ".pt-to-paper";

const focusedRow = () => document.activeElement?.closest(ROWS);

/** Moves the focus to the link of another row: from a row to the next one, otherwise to the first that is visible. */
function step(by) {
  const links = [...document.querySelectorAll(`.papertrail ${ROWS} ${ROW_LINK}`)];
  const current = focusedRow()?.querySelector(ROW_LINK);
  if (!current) return links.find((link) => link.getBoundingClientRect().bottom > 0)?.focus();
  const next = links.indexOf(current) + by;
  if (next < links.length) return links[next]?.focus();
  document.querySelector("papertrail-browse")?.do((browse) => browse.showMore());
}

/** Presses a button of the focused row; without one, that of the page of a paper. */
function press(selector) {
  const row = focusedRow();
  (row ?? document.querySelector(".papertrail:has(.pt-facts)"))?.querySelector(selector)?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  m: () => press("button.pt-mark"),
  c: () => (focusedRow() ? copyCitation(focusedRow()) : press("[data-pt-copy=cite-bibtex]")),
  o: () => focusedRow()?.querySelector(ROW_LINK)?.click(),
  "?": () => loadReading((reading) => reading.openHelp(document.activeElement)),
};

/** Handles the keys on this page and on those that the theme loads later. */
export function startRowKeys() {
  document.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(KEYS, event.key) || !isPlainKey(event)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}
