// The menu of a paper's button: its marks, and the reader's own note on it.

import { announce } from "./announce.js";
import { openDialog } from "./dialog.js";
import { element } from "./dom.js";
import { paperOf } from "./mark-buttons.js";
import { LONGEST_NOTE, MARKS, marks } from "./marks.js";
import { openPopover } from "./popover.js";
import { t } from "./words.js";

let menu = null;
/** The button that opened the menu. */
let opener = null;

/** Opens the menu of a button. */
export function openMarkMenu(button) {
  menu ??= createMenu();
  if (!menu.isConnected) (document.querySelector("main") ?? document.body).append(menu);
  opener = button;
  menu.setAttribute("aria-label", button.dataset.label ?? button.ariaLabel);
  updateMenu();
  openPopover(menu, button);
  menu.firstElementChild.focus();
}

function updateMenu() {
  const paper = paperOf(opener);
  const current = marks.of(paper);
  for (const item of menu.children) {
    if (item.value) item.setAttribute("aria-checked", current.includes(item.value));
    else item.textContent = marks.note(paper) ? t("Edit note…") : t("Add note…");
  }
}

function createMenu() {
  const item = (role, value, label) => element("button", { type: "button", role, tabindex: -1, value }, label);
  const items = [
    ...Object.entries(MARKS).map(([mark, label]) => item("menuitemcheckbox", mark, label)),
    item("menuitem", "", ""),
  ];
  const created = element("div", { class: "pt-popover pt-menu", role: "menu", popover: "auto" }, items);
  created.addEventListener("click", ({ target }) => choose(target.closest("button")));
  created.addEventListener("keydown", (event) => keyInMenu(event, created, items));
  created.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "closed" && created.contains(document.activeElement)) opener.focus();
  });
  return created;
}

function keyInMenu(event, created, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  event.stopPropagation(); // the theme has shortcuts of a single letter
  if (event.key === "Tab") created.hidePopover();
  if (!step) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

function choose(item) {
  if (!item) return;
  if (!item.value) return openNote();
  const stored = marks.toggle(paperOf(opener), item.value);
  updateMenu();
  const set = item.getAttribute("aria-checked") === "true";
  const mark = MARKS[item.value];
  const change = set ? t("Mark added: {mark}", { mark }) : t("Mark removed: {mark}", { mark });
  announce(stored ? change : t("This browser cannot store marks."));
}

/** Opens the field of the note in a dialog; it stores what is typed. */
function openNote() {
  menu.hidePopover();
  const paper = paperOf(opener);
  const name = opener.closest("[data-paper]").querySelector(".pt-to-paper") ?? document.querySelector("h1");
  const title = t("My note on {name}", { name: name.textContent.trim() });
  const field = element("textarea", {
    class: "pt-note", rows: 8, maxlength: LONGEST_NOTE, "aria-label": title,
    placeholder: t("Kept in this browser only"),
  });
  field.value = marks.note(paper);
  openDialog(title, element("div", { "data-paper": paper }, field), opener);
  field.focus();
}
