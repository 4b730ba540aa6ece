// The menu of a paper's button: its marks, and the reader's own note on it.

import { announce } from "./announce.js";
import { openDialog } from "./dialog.js";
import { element } from "./dom.js";
import { paperOf } from "./mark-buttons.js";
import { MARKS, marks } from "./marks.js";
import { Menu } from "./menu.js";
import { t } from "./words.js";

let menu = null;

/** Opens the menu of a button. */
export function openMarkMenu(button) {
  menu ??= new Menu(createItems(), choose);
  menu.open(button, button.dataset.label ?? button.ariaLabel, updateMenu);
}

function createItems() {
  const item = (role, value, label) => element("button", { type: "button", role, tabindex: -1, value }, label);
  const checkboxes = Object.entries(MARKS).map(([mark, label]) => item("menuitemcheckbox", mark, label));
  return [...checkboxes, item("menuitem", "", "")];
}

function updateMenu() {
  const paper = paperOf(menu.opener);
  const current = marks.of(paper);
  for (const item of menu.items) {
    if (item.value) item.setAttribute("aria-checked", current.includes(item.value));
    else item.textContent = marks.note(paper) ? t("Edit note…") : t("Add note…");
  }
}

function choose(item, { detail: pointerPresses }) {
  if (!item.value) return openNote(menu.opener);
  const stored = marks.toggle(paperOf(menu.opener), item.value);
  updateMenu();
  if (pointerPresses) menu.element.hidePopover(); // it would cover the buttons of the next rows
  const set = item.getAttribute("aria-checked") === "true";
  const mark = MARKS[item.value];
  const change = set ? t("Mark added: {mark}", { mark }) : t("Mark removed: {mark}", { mark });
  announce(stored ? change : t("This browser cannot store marks."));
}

/** Opens the field of the note in a dialog; it stores what is typed. */
function openNote(button) {
  menu.element.hidePopover();
  const paper = paperOf(button);
  const owner = button.closest("[data-paper]");
  const name = owner.matches(".pt-buttons") ? document.querySelector("h1") : owner.querySelector("a");
  const title = t("My note on {name}", { name: name.textContent.trim() });
  const placeholder = t("Kept in this browser only");
  const field = element("textarea", { class: "pt-note", rows: 8, "aria-label": title, placeholder });
  field.value = marks.note(paper);
  openDialog(title, element("div", { "data-paper": paper }, field), button);
  field.focus();
}
