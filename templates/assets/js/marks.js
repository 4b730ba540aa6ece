// The reader's own marks. They stay in this browser: they are in no URL and in no request.

import { t, tn } from "./words.js";

/** Labels of the marks by their name. */
export const MARKS = { "to-read": t("To read"), read: t("Read"), starred: t("Starred") };

/** Marks that exclude each other. */
const OPPOSITE = { read: "to-read", "to-read": "read" };

/** The path is part of the key, so that sites of one host do not share marks. */
const STORAGE_KEY = `papertrail-marks:${new URL("../../", import.meta.url).pathname}`;

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 200;
const MAX_PAPERS = 100_000;
const MAX_FILE_SIZE = 8_000_000;

/** Validates untrusted data and returns its marks by paper; throws where it is anything else. */
function parseMarks(data) {
  const entries = Object.entries(data);
  if (entries.length > MAX_PAPERS) throw new Error("too many papers");
  return new Map(
    entries.map(([id, marks]) => {
      if (!ID.test(id) || id.length > MAX_ID_LENGTH || !Array.isArray(marks)) throw new Error("not marks");
      if (!marks.every((mark) => Object.hasOwn(MARKS, mark))) throw new Error("unknown mark");
      return [id, new Set(marks)];
    }),
  );
}

/** Dispatches `change` when marks have changed, in this window or in another one. */
class Marks extends EventTarget {
  constructor() {
    super();
    this.#load();
    addEventListener("storage", (event) => {
      if (event.key !== STORAGE_KEY && event.key !== null) return;
      this.#load();
      this.dispatchEvent(new Event("change"));
    });
  }

  #load() {
    try {
      this.byPaper = parseMarks(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}"));
    } catch {
      this.byPaper = new Map(); // storage is blocked, or holds something else
    }
  }

  /** Whether any paper is marked. */
  get any() {
    return this.byPaper.size > 0;
  }

  /** The marks of a paper. */
  of(id) {
    const marks = this.byPaper.get(id);
    return marks ? Object.keys(MARKS).filter((mark) => marks.has(mark)) : [];
  }

  /** Adds or removes a mark; returns false where the browser does not store it. */
  toggle(id, mark) {
    const marks = new Set(this.of(id));
    if (!marks.delete(mark)) marks.add(mark).delete(OPPOSITE[mark]);
    if (marks.size) this.byPaper.set(id, marks);
    else this.byPaper.delete(id);
    return this.#changed();
  }

  /** Moves marks from former ids of a paper, separated by spaces, to its id. */
  rename(id, former) {
    const marked = former.split(" ").filter((other) => this.byPaper.has(other));
    for (const other of marked) {
      if (!this.byPaper.has(id)) this.byPaper.set(id, this.byPaper.get(other));
      this.byPaper.delete(other);
    }
    if (marked.length) this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#data()));
      return true;
    } catch {
      return false; // storage is blocked or full
    }
  }

  #data() {
    return Object.fromEntries([...this.byPaper].map(([id, marks]) => [id, [...marks]]));
  }

  /** All marks as the text of a file. */
  toFile() {
    return `${JSON.stringify({ papertrail: "marks", marks: this.#data() }, null, 2)}\n`;
  }

  /** Adds the marks of a file; returns a message for the reader. */
  async addFile(file) {
    let marks;
    try {
      if (file.size > MAX_FILE_SIZE) throw new Error("too large");
      const data = JSON.parse(await file.text());
      if (data.papertrail !== "marks") throw new Error("another file");
      marks = parseMarks(data.marks);
    } catch {
      return t("This file does not contain saved marks.");
    }
    for (const [id, added] of marks) {
      const merged = new Set([...this.of(id), ...added]);
      if (merged.has("read")) merged.delete("to-read");
      if (merged.size) this.byPaper.set(id, merged);
    }
    const stored = this.#changed();
    const count = marks.size;
    return stored
      ? tn("Added marks of {n} paper.", "Added marks of {n} papers.", count)
      : tn("Added marks of {n} paper, but this browser cannot store them.",
        "Added marks of {n} papers, but this browser cannot store them.", count);
  }
}

export const marks = new Marks();
