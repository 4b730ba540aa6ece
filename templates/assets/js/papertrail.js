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
import { startRowTools } from "./row-tools.js";
import { canLoad } from "./site-files.js";
import { startThemeMenu } from "./theme-menu.js";
import { startViewSettings } from "./view-settings.js";

function startAll() {
  defineAddPage();
  defineBrowseBar();
  startCiteMenu();
  startHomeSearch();
  startIndexControls();
  startMarkButtons();
  startReadingButtons();
  startRowKeys();
  startRowTools();
  startTakeButtons();
}

startViewSettings();
startCopyButtons();
if (canLoad()) startAll();
else document.documentElement.classList.add("pt-from-disk"); // hides what has not started
domReady().then(startThemeMenu);
