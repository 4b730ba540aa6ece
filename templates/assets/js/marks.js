// The reader's own marks. They stay in this browser: in no address, and in no request.

import { papersText } from "./say.js";

export const MARKS = { "to-read": "To read", read: "Read", starred: "Starred" };

/** Marks that say the opposite of each other. */
const OTHER = { read: "to-read", "to-read": "read" };

/** Sites that share a host do not share marks. */
const KEY = `papertrail-marks:${new URL("../../", import.meta.url).pathname}`;

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_ID = 200;
const MOST_MARKED = 100_000;
const LARGEST_FILE = 8_000_000;

/** Marks by paper out of data that anyone may have written; throws where it is anything else. */
function checked(data) {
  const entries = Object.entries(data);
  if (entries.length > MOST_MARKED) throw new Error("too many");
  return new Map(
    entries.map(([id, marks]) => {
      if (!ID.test(id) || id.length > LONGEST_ID || !Array.isArray(marks)) throw new Error("no marks");
      if (!marks.every((mark) => Object.hasOwn(MARKS, mark))) throw new Error("an unknown mark");
      return [id, new Set(marks)];
    }),
  );
}

/** Tells of `change` when marks have changed, here or in another window. */
class Marks extends EventTarget {
  constructor() {
    super();
    this.#load();
    addEventListener("storage", (event) => {
      if (event.key !== KEY && event.key !== null) return;
      this.#load();
      this.dispatchEvent(new Event("change"));
    });
  }

  #load() {
    try {
      this.found = checked(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    } catch {
      this.found = new Map(); // storage is blocked, or holds what we did not write
    }
  }

  /** Whether there are any. */
  get any() {
    return this.found.size > 0;
  }

  /** The marks of a paper. */
  of(id) {
    const marks = this.found.get(id);
    return marks ? Object.keys(MARKS).filter((mark) => marks.has(mark)) : [];
  }

  /** Sets or takes away a mark; false where it is not kept beyond this page. */
  toggle(id, mark) {
    const marks = new Set(this.of(id));
    if (!marks.delete(mark)) marks.add(mark).delete(OTHER[mark]);
    if (marks.size) this.found.set(id, marks);
    else this.found.delete(id);
    return this.#changed();
  }

  /** Gives a paper the marks that were set under earlier ids of it, which stand in a text. */
  follow(id, earlier) {
    const marked = earlier.split(" ").filter((was) => this.found.has(was));
    for (const was of marked) {
      if (!this.found.has(id)) this.found.set(id, this.found.get(was));
      this.found.delete(was);
    }
    if (marked.length) this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
    try {
      localStorage.setItem(KEY, this.#text());
      return true;
    } catch {
      return false; // storage is blocked or full
    }
  }

  #text() {
    return JSON.stringify(Object.fromEntries([...this.found].map(([id, marks]) => [id, [...marks]])));
  }

  /** All marks as the text of a file. */
  file() {
    return `${JSON.stringify({ papertrail: "marks", marks: JSON.parse(this.#text()) }, null, 2)}\n`;
  }

  /** Adds the marks of a file to those that are there; says what came of it. */
  async add(file) {
    let marks;
    try {
      if (file.size > LARGEST_FILE) throw new Error("too large");
      const data = JSON.parse(await file.text());
      if (data.papertrail !== "marks") throw new Error("not ours");
      marks = checked(data.marks);
    } catch {
      return "This file holds no marks that were saved here.";
    }
    for (const [id, added] of marks) {
      const both = new Set([...this.of(id), ...added]);
      if (both.has("read")) both.delete("to-read");
      if (both.size) this.found.set(id, both);
    }
    const kept = this.#changed();
    return `Added the marks of ${papersText(marks.size)}${kept ? "." : ", but this browser does not keep them."}`;
  }
}

export const marks = new Marks();
