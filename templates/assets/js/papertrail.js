// Runs on every page. All pages work without it.

import { defineAddPage } from "./add-page.js";
import { defineBrowseBar } from "./browse-bar.js";
import { startCopyButtons } from "./copy-save.js";
import { domReady } from "./dom.js";
import { startHomeSearch } from "./home-search.js";
import { startCiteMenu, startIndexControls, startTakeButtons } from "./lazy-controls.js";
import { startMarkButtons } from "./mark-buttons.js";
import { startReadingButtons } from "./reading-on.js";
import { startRowKeys } from "./row-keys.js";
import { canLoad } from "./site-files.js";
import { startThemeMenu } from "./theme-menu.js";

function startAll() {
  defineAddPage();
  defineBrowseBar();
  startCiteMenu();
  startHomeSearch();
  startIndexControls();
  startMarkButtons();
  startReadingButtons();
  startRowKeys();
  startTakeButtons();
}

/** Hides the controls, which cannot work, and shows all rows whatever the URL asks for. */
function startNothing() {
  document.documentElement.classList.add("pt-from-disk");
  delete document.documentElement.dataset.ptAsked;
}

startCopyButtons();
if (canLoad()) startAll();
else startNothing();
domReady().then(startThemeMenu);
