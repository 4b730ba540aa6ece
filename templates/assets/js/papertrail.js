// Runs on every page. All pages work without it.

import "./add-page.js";
import "./browse-bar.js";
import { startCiteMenu } from "./cite-menu.js";
import { startCopyButtons } from "./copy-save.js";
import { domReady } from "./dom.js";
import { startHomeSearch } from "./home-search.js";
import { startMarkButtons } from "./mark-buttons.js";
import { startThemeMenu } from "./theme-menu.js";

startCiteMenu();
startCopyButtons();
startHomeSearch();
startMarkButtons();
domReady().then(startThemeMenu);
