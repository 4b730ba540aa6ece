// Saves all marks and notes as a file, and adds those of a file.

import { announce } from "./announce.js";
import { saveText } from "./copy-save.js";
import { element } from "./dom.js";
import { LONGEST_NOTE, marks, parseMarks, parseNotes } from "./marks.js";
import { t, tn } from "./words.js";

const MAX_FILE_SIZE = 8_000_000;

function fileText() {
  const { marks: byPaper, notes } = marks.data();
  const data = { papertrail: "marks", marks: byPaper, ...(marks.notes.size && { notes }) };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** The marks and notes of a file; files of earlier versions have no notes. */
async function parseFile(file) {
  if (file.size > MAX_FILE_SIZE) throw new Error("too large");
  const data = JSON.parse(await file.text());
  if (data.papertrail !== "marks") throw new Error("another file");
  return [parseMarks(data.marks), parseNotes(data.notes ?? {})];
}

function addMarks(added) {
  for (const [id, one] of added) {
    const merged = new Set([...marks.of(id), ...one]);
    if (merged.has("read")) merged.delete("to-read");
    if (merged.size) marks.byPaper.set(id, merged);
  }
}

/** Adds notes, below the one that a paper already has; returns how many do not fit there. */
function addNotes(added) {
  let omitted = 0;
  for (const [id, note] of added) {
    const own = marks.note(id);
    if (own.includes(note)) continue;
    const both = own ? `${own}\n\n${note}` : note;
    if (both.length > LONGEST_NOTE) omitted++;
    else marks.notes.set(id, both);
  }
  return omitted;
}

const omittedText = (count) =>
  tn("The note of {n} paper would be too long and was not added.",
    "The notes of {n} papers would be too long and were not added.", count);

/** Adds what a file has; returns a message for the reader. */
async function addFile(file) {
  let parsed;
  try {
    parsed = await parseFile(file);
  } catch {
    return t("This file does not contain saved marks.");
  }
  const [added, notes] = parsed;
  addMarks(added);
  const omitted = addNotes(notes);
  const stored = marks.save();
  const count = new Set([...added.keys(), ...notes.keys()]).size;
  const message = stored
    ? tn("Added marks of {n} paper.", "Added marks of {n} papers.", count)
    : tn("Added marks of {n} paper, but this browser cannot store them.",
      "Added marks of {n} papers, but this browser cannot store them.", count);
  return omitted ? `${message} ${omittedText(omitted)}` : message;
}

/** Controls that save all marks and notes as a file and load them from one. */
export function marksFileControls() {
  const button = (text) => element("button", { type: "button", class: "pt-small" }, text);
  const [saveButton, loadButton] = [button(t("Save")), button(t("Load"))];
  const file = element("input", {
    type: "file", accept: ".json,application/json", class: "pt-hidden", tabindex: -1, "aria-label": t("File with marks"),
  });
  const message = element("p", { class: "pt-message" });
  saveButton.addEventListener("click", () => saveText(fileText(), "my-marks.json", "application/json"));
  loadButton.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    message.textContent = await addFile(file.files[0]);
    file.value = "";
    announce(message.textContent);
  });
  const title = element("span", {}, t("My marks"));
  return [element("div", { class: "pt-my-marks" }, title, saveButton, loadButton, file), message];
}
