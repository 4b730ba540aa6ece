// Shows the reader's marks and notes: on the button of each paper, on its row and in the fields of notes. `reading.js`,
// which is loaded when it is first needed, has the menu of the buttons and everything else.

import { announce } from "./announce.js";
import { element } from "./dom.js";
import { LONGEST_NOTE, MARKS, marks } from "./marks.js";
import { loadReading } from "./reading-on.js";
import { visit } from "./visit.js";
import { t } from "./words.js";

const BUTTON = "button.pt-mark";
const NOTE = "textarea.pt-note";
const NO_FIELD = ".pt-own-note:empty";
/** What shows how many papers are read or new: on the home page, above the rows of a page and in reading paths. */
const PROGRESS = ".pt-progress, .pt-start";

/** Milliseconds without a key stroke after which a note is stored. */
const NOTE_DELAY = 500;

/** Characters of a note in the title of a button. */
const LONGEST_TITLE = 300;

/** Whether anything has been shown, which may have to be removed again. */
let hasShown = false;

/** The id of the paper that an element is about; marks of its former ids become marks of it. */
export function paperOf(part) {
  const { paper, was } = part.closest("[data-paper]").dataset;
  if (was) marks.rename(paper, was);
  return paper;
}

/** Shows the state of a paper on its button and on its row. */
function updateButton(button) {
  const paper = paperOf(button);
  const current = marks.of(paper);
  const note = marks.note(paper);
  const isNew = visit.fresh.has(paper);
  const labels = current.map((mark) => MARKS[mark]);
  if (isNew) labels.push(t("New"));
  if (note) labels.push(t("With a note"));
  const title = [labels.join(", "), note.slice(0, LONGEST_TITLE)].filter(Boolean).join("\n\n") || t("Mark this paper");
  if (button.title === title) return;
  button.title = title;
  button.dataset.marks = current.join(" ");
  button.classList.toggle("pt-noted", Boolean(note));
  const { classList } = button.closest("[data-paper]");
  classList.toggle("pt-is-read", current.includes("read"));
  classList.toggle("pt-is-new", isNew);
  button.dataset.label ??= button.ariaLabel;
  button.ariaLabel = [button.dataset.label, ...labels.map((label) => label.toLowerCase())].join(", ");
}

function updateNote(field) {
  if (field !== document.activeElement) field.value = marks.note(paperOf(field));
}

/** Adds the field for a note to the page of a paper. */
function addNoteField(place) {
  const placeholder = t("Kept in this browser only");
  const field = element("textarea", { id: "pt-note", class: "pt-note", rows: 3, placeholder });
  place.append(element("label", { for: field.id }, t("My note")), field);
}

/** What a selector matches in `root`, itself included: while a page is read, an element may be added alone. */
const allOf = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

function updateIn(root) {
  allOf(root, NO_FIELD).forEach(addNoteField);
  hasShown ||= marks.any || visit.fresh.size > 0;
  if (!hasShown) return;
  allOf(root, BUTTON).forEach(updateButton);
  allOf(root, NOTE).forEach(updateNote);
  if (allOf(root, PROGRESS).length) loadReading((reading) => reading.showProgress());
}

let waiting = 0;

function storeNote(field) {
  clearTimeout(waiting);
  if (!marks.setNote(paperOf(field), field.value)) announce(t("This browser cannot store notes."));
}

function followNotes() {
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(NOTE)) target.maxLength = LONGEST_NOTE;
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(NOTE)) return;
    clearTimeout(waiting);
    waiting = setTimeout(storeNote, NOTE_DELAY, target);
  });
  document.addEventListener("change", ({ target }) => target.matches?.(NOTE) && storeNote(target));
  addEventListener("pagehide", () => document.activeElement?.matches(NOTE) && storeNote(document.activeElement));
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.(NOTE)) event.stopPropagation(); // the theme has shortcuts of a single letter
  });
}

/** Shows marks on this page and on all content that is added later: the theme replaces pages without loading them. */
export function startMarkButtons() {
  const update = () => updateIn(document);
  update();
  marks.addEventListener("change", update);
  visit.addEventListener("change", update);
  new MutationObserver((changes) => {
    let added = null;
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      // The parser adds an element and then what is in it.
      if (node.nodeType === Node.ELEMENT_NODE && !added?.contains(node)) updateIn((added = node));
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  followNotes();
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(BUTTON);
    if (button) loadReading((reading) => reading.openMarkMenu(button));
  });
}
