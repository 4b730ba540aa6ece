// The button of each paper that shows its marks, and the menu that it opens.

import { announce } from "./announce.js";
import { saveText } from "./copy-save.js";
import { element } from "./dom.js";
import { MARKS, marks } from "./marks.js";
import { openPopover } from "./popover.js";
import { t } from "./words.js";

const BUTTON = "button.pt-mark";

let menu = null;
/** The button that opened the menu. */
let opener = null;

const paperOf = (button) => button.closest("[data-paper]").dataset;

function marksOfButton(button) {
  const { paper, was } = paperOf(button);
  if (was) marks.rename(paper, was);
  return marks.of(paper);
}

/** Shows the marks of a paper on its button. */
function updateButton(button) {
  const current = marksOfButton(button);
  const value = current.join(" ");
  if ((button.dataset.marks ?? "") === value) return;
  const labels = current.map((mark) => MARKS[mark]);
  button.dataset.label ??= button.ariaLabel;
  button.dataset.marks = value;
  button.title = labels.join(", ") || t("Mark this paper");
  button.ariaLabel = [button.dataset.label, ...labels.map((label) => label.toLowerCase())].join(", ");
}

const updateButtons = (root) => root.querySelectorAll(BUTTON).forEach(updateButton);

function openMenu(button) {
  menu ??= createMenu();
  if (!menu.isConnected) (document.querySelector("main") ?? document.body).append(menu);
  opener = button;
  menu.setAttribute("aria-label", button.dataset.label ?? button.ariaLabel);
  updateMenu();
  openPopover(menu, button);
  menu.firstElementChild.focus();
}

function updateMenu() {
  const current = marksOfButton(opener);
  for (const item of menu.children) item.setAttribute("aria-checked", current.includes(item.value));
}

function createMenu() {
  const items = Object.entries(MARKS).map(([mark, label]) =>
    element("button", { type: "button", role: "menuitemcheckbox", tabindex: -1, value: mark }, label),
  );
  const created = element("div", { class: "pt-popover pt-menu", role: "menu", popover: "auto" }, items);
  created.addEventListener("click", ({ target }) => toggle(target.closest("button")));
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

function toggle(item) {
  if (!item) return;
  const stored = marks.toggle(paperOf(opener).paper, item.value);
  updateMenu();
  const set = item.getAttribute("aria-checked") === "true";
  const mark = MARKS[item.value];
  const change = set ? t("Mark added: {mark}", { mark }) : t("Mark removed: {mark}", { mark });
  announce(stored ? change : t("This browser cannot store marks."));
}

/** Shows marks on this page and on all content that is added later: the theme replaces pages without loading them. */
export function startMarkButtons() {
  updateButtons(document);
  marks.addEventListener("change", () => updateButtons(document));
  new MutationObserver((changes) => {
    if (!marks.any) return;
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) updateButtons(node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(BUTTON);
    if (button) openMenu(button);
  });
}

/** Controls that save all marks as a file and load them from one. */
export function marksFileControls() {
  const button = (text) => element("button", { type: "button", class: "pt-small" }, text);
  const [saveButton, loadButton] = [button(t("Save")), button(t("Load"))];
  const file = element("input", {
    type: "file", accept: ".json,application/json", class: "pt-hidden", tabindex: -1, "aria-label": t("File with marks"),
  });
  const message = element("p", { class: "pt-message" });
  saveButton.addEventListener("click", () => saveText(marks.toFile(), "my-marks.json", "application/json"));
  loadButton.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    message.textContent = await marks.addFile(file.files[0]);
    file.value = "";
    announce(message.textContent);
  });
  const title = element("span", {}, t("My marks"));
  return [element("div", { class: "pt-my-marks" }, title, saveButton, loadButton, file), message];
}
