// The button of each paper that shows its marks, and the menu that it opens.

import { save } from "./copying.js";
import { MARKS, marks } from "./marks.js";
import { openBeside } from "./popover.js";
import { element, say } from "./say.js";

const BUTTON = "button.pt-mark";

let menu = null;
let opener = null;

function marksAt(button) {
  const { paper, was } = button.closest("[data-paper]").dataset;
  if (was) marks.follow(paper, was);
  return marks.of(paper);
}

function paint(button) {
  const found = marksAt(button);
  const now = found.join(" ");
  if ((button.dataset.marks ?? "") === now) return;
  const names = found.map((mark) => MARKS[mark]);
  button.dataset.label ??= button.ariaLabel;
  button.dataset.marks = now;
  button.title = names.join(", ") || "Mark this paper";
  button.ariaLabel = [button.dataset.label, ...names.map((name) => name.toLowerCase())].join(", ");
}

const paintAll = (root) => root.querySelectorAll(BUTTON).forEach(paint);

function show(button) {
  menu ??= makeMenu();
  if (!menu.isConnected) (document.querySelector("main") ?? document.body).append(menu);
  opener = button;
  menu.setAttribute("aria-label", button.dataset.label ?? button.ariaLabel);
  check();
  openBeside(menu, button);
  menu.firstElementChild.focus();
}

function check() {
  const found = marksAt(opener);
  for (const item of menu.children) item.setAttribute("aria-checked", found.includes(item.value));
}

function makeMenu() {
  const items = Object.entries(MARKS).map(([mark, label]) =>
    element("button", { type: "button", role: "menuitemcheckbox", tabindex: -1, value: mark }, label),
  );
  const made = element("div", { class: "pt-popover pt-menu", role: "menu", popover: "auto" }, items);
  made.addEventListener("click", ({ target }) => toggle(target.closest("button")));
  made.addEventListener("keydown", (event) => {
    const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation(); // the theme has shortcuts of one letter
    if (event.key === "Tab") made.hidePopover();
    if (!to) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + to + items.length) % items.length].focus();
  });
  made.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "closed" && made.contains(document.activeElement)) opener.focus();
  });
  return made;
}

function toggle(item) {
  if (!item) return;
  const kept = marks.toggle(opener.closest("[data-paper]").dataset.paper, item.value);
  check();
  const set = item.getAttribute("aria-checked") === "true";
  say(kept ? `${set ? "Marked" : "No longer marked"}: ${MARKS[item.value]}` : "This browser does not keep marks.");
}

/** Shows marks on all pages that come: themes change pages without loading them anew. */
export function startMarking() {
  paintAll(document);
  marks.addEventListener("change", () => paintAll(document));
  new MutationObserver((changes) => {
    if (!marks.any) return;
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) paintAll(node);
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(BUTTON);
    if (button) show(button);
  });
}

/** Saves all marks as a file, and takes them from one. */
export function marksMenu() {
  const button = (text) => element("button", { type: "button", class: "pt-small" }, text);
  const [saving, loading] = [button("Save"), button("Load")];
  const file = element("input", { type: "file", accept: ".json,application/json", class: "pt-hidden", tabindex: -1, "aria-label": "File of marks" });
  const told = element("p", { class: "pt-told" });
  saving.addEventListener("click", () => save(marks.file(), "my-marks.json", "application/json"));
  loading.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    told.textContent = await marks.add(file.files[0]);
    file.value = "";
    say(told.textContent);
  });
  const part = element("div", { class: "pt-my-marks" }, element("span", {}, "My marks"), saving, loading, file);
  return [part, told];
}
