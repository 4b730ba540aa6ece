// What rows show when a reader asks for it: the abstract, and a menu to cite, share and edit the paper.

import { announce } from "./announce.js";
import { copyText } from "./copy-save.js";
import { DETAILS_FOLDER, DETAILS_PRIME } from "./details-contract.js";
import { element } from "./dom.js";
import { Menu } from "./menu.js";
import { readJson } from "./site-files.js";
import { t } from "./words.js";

const ROOT = new URL("../../", import.meta.url).href;

const files = new Map();

/** The number of the file with a paper, as `file_number` in `pages/row_details.py` computes it. */
function fileNumber(id, count) {
  let number = 0;
  for (let i = 0; i < id.length; i++) number = (number * 31 + id.charCodeAt(i)) % DETAILS_PRIME;
  return number % count;
}

/** The BibTeX entry and the HTML of the abstract of a row's paper. */
async function detailsOf(row) {
  const { paper } = row.dataset;
  const url = `${ROOT}${DETAILS_FOLDER}${fileNumber(paper, Number(dataOf(row).files))}.json`;
  if (!files.has(url)) files.set(url, readJson(url));
  try {
    return (await files.get(url))[paper];
  } catch (error) {
    files.delete(url); // the next press tries again
    throw error;
  }
}

const rowOf = (control) => control.closest("[data-paper]");
const dataOf = (row) => row.closest("[data-files]").dataset;
const linkOf = (row) => row.querySelector(".pt-to-paper");

/** Does what a button of a row is for. */
export const useRowTool = (button) => (button.matches(".pt-abstract") ? toggleAbstract(button) : openRowMenu(button));

// The abstract

const isDetail = (node) => node?.matches(".pt-detail");

async function toggleAbstract(button) {
  const row = rowOf(button);
  const inTable = row.matches("tr");
  const shown = inTable ? row.nextElementSibling : row.lastElementChild;
  button.ariaExpanded = String(!isDetail(shown));
  if (isDetail(shown)) return shown.remove();
  try {
    const [, html] = await detailsOf(row);
    const expanded = button.ariaExpanded === "true" && !isDetail(inTable ? row.nextElementSibling : row.lastElementChild);
    if (!expanded) return; // pressed again meanwhile
    const detail = inTable ? tableDetail(row, html) : abstractOf(html, "pt-detail");
    if (inTable) row.after(detail);
    else row.append(detail);
  } catch (error) {
    button.ariaExpanded = "false";
    throw error;
  }
}

/** The HTML of an abstract is papertrail's. */
function abstractOf(html, classes) {
  const created = element("div", { class: classes });
  created.innerHTML = html;
  return created;
}

const tableDetail = (row, html) =>
  element(
    "tr",
    { role: "row", class: "pt-detail" },
    element("td", { role: "cell", colspan: row.cells.length }, abstractOf(html, "pt-abstract-text")),
  );

// The menu

const menuItem = (tag, kind, label) => element(tag, { role: "menuitem", tabindex: -1, "data-does": kind }, label);

let rowMenu = null;

function openRowMenu(button) {
  rowMenu ??= createRowMenu();
  const row = rowOf(button);
  rowMenu.open(button, button.ariaLabel, () => {
    const { edit } = dataOf(row);
    const [editItem] = rowMenu.items.slice(-1);
    editItem.hidden = !edit;
    if (edit) editItem.href = ROOT + edit + row.dataset.paper;
  });
}

function createRowMenu() {
  const share = navigator.share ? [menuItem("button", "share", t("Share link"))] : [];
  const items = [menuItem("button", "cite", t("Copy BibTeX")), menuItem("button", "link", t("Copy link")), ...share, menuItem("a", "edit", t("Edit this paper"))];
  return new Menu(items, chooseTool, "pt-row-menu");
}

/** Copies the BibTeX entry of a row's paper. */
export const citeRow = (row) =>
  copy(detailsOf(row).then(([bibtex]) => `${bibtex.trimEnd()}\n`), t("Copied BibTeX"), row);

async function chooseTool({ dataset: { does } }) {
  const row = rowOf(rowMenu.opener);
  rowMenu.element.hidePopover();
  if (does === "cite") await citeRow(row);
  if (does === "link") await copy(linkOf(row).href, t("Copied link"), row);
  if (does === "share") await navigator.share({ title: linkOf(row).textContent, url: linkOf(row).href }).catch(() => {});
}

/** Copies a text, and says so on the row. */
async function copy(text, message, row) {
  try {
    await copyText(text);
    announce(message);
    flash(row, message);
  } catch {
    announce(t("Could not load the paper. Check your connection and try again."));
  }
}

const FLASH_DURATION = 2000;

/** Shows a message next to the button of a row for a moment. */
function flash(row, message) {
  const tools = row.querySelector(".pt-tools");
  tools.dataset.message = message;
  setTimeout(() => delete tools.dataset.message, FLASH_DURATION);
}
