// Loads what readers need for reading on when it is first needed: `reading.js`, and for a random paper `browse.js`.

import { announce } from "./announce.js";
import { t } from "./words.js";

function reportFailure(error) {
  announce(t("Could not load a part of the page. Check your connection and try again."));
  console.warn(error);
}

/** Calls `action` with the functions of `reading.js`. */
export const loadReading = (action) =>
  import("./reading.js").then((script) => action(script.reading)).catch(reportFailure);

/**
 * Opens a random paper: of those that the page shows, or of all.
 * @param url of the index of all papers
 */
function openRandom(url) {
  const bar = document.querySelector("papertrail-browse");
  if (bar) bar.do((browse) => browse.openRandom());
  else import("./browse.js").then((script) => script.openRandomPaper(url)).catch(reportFailure);
}

/** Handles the buttons that open the help on keys, and those that open a random paper. */
export function startReadingButtons() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-pt-keys], [data-pt-random]");
    if (!button) return;
    if (button.matches("[data-pt-keys]")) loadReading((reading) => reading.openHelp(button));
    else openRandom(button.dataset.ptRandom);
  });
}
