// The reader's own marks and notes. They stay in this browser: they are in no URL and in no request.

import { t } from "./words.js";

/** Labels of the marks by their name. */
export const MARKS = { "to-read": t("To read"), read: t("Read"), starred: t("Starred") };

/** Maximum length of a note. */
export const LONGEST_NOTE = 2000;

/** Marks that exclude each other. */
const OPPOSITE = { read: "to-read", "to-read": "read" };

/** URL of the site's root. */
export const SITE_ROOT = new URL("../../", import.meta.url);

/** A key of the storage. It has the path of the site, so that sites of one host do not share what they store. */
export const storageKey = (name) => `papertrail-${name}:${SITE_ROOT.pathname}`;

const MARKS_KEY = storageKey("marks");
const NOTES_KEY = storageKey("notes");

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 200;
const MAX_PAPERS = 100_000;

/** Whether a value of untrusted data is the id of a paper. */
export const isPaperId = (id) => typeof id === "string" && id.length <= MAX_ID_LENGTH && ID.test(id);

/** Validates untrusted data and returns its values by paper, each converted; throws where it is anything else. */
function parseByPaper(data, convert) {
  if (typeof data !== "object" || Array.isArray(data)) throw new Error("not an object");
  const entries = Object.entries(data);
  if (entries.length > MAX_PAPERS) throw new Error("too many papers");
  if (!entries.every(([id]) => isPaperId(id))) throw new Error("not papers");
  return new Map(entries.map(([id, value]) => [id, convert(value)]));
}

/** Validates untrusted data and returns its marks by paper; throws where it is anything else. */
export const parseMarks = (data) =>
  parseByPaper(data, (marks) => {
    if (!Array.isArray(marks) || !marks.every((mark) => Object.hasOwn(MARKS, mark))) throw new Error("not marks");
    return new Set(marks);
  });

/** The same for notes. */
export const parseNotes = (data) =>
  parseByPaper(data, (note) => {
    if (typeof note !== "string" || !note.trim() || note.length > LONGEST_NOTE) throw new Error("not a note");
    return note;
  });

/** What the storage has under a key; nothing if storage is blocked, or holds something else. */
function load(key, parse) {
  try {
    return parse(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return new Map();
  }
}

/** Returns false where the browser does not store it. */
export function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // storage is blocked or full
  }
}

/** Dispatches `change` when marks or notes have changed, in this window or in another one. */
class Marks extends EventTarget {
  constructor() {
    super();
    this.#load();
    addEventListener("storage", ({ key }) => {
      if (key !== MARKS_KEY && key !== NOTES_KEY && key !== null) return;
      this.#load();
      this.dispatchEvent(new Event("change"));
    });
  }

  #load() {
    this.byPaper = load(MARKS_KEY, parseMarks);
    this.notes = load(NOTES_KEY, parseNotes);
  }

  /** Whether any paper is marked or has a note. */
  get any() {
    return this.byPaper.size + this.notes.size > 0;
  }

  /** The marks of a paper. */
  of(id) {
    const marks = this.byPaper.get(id);
    return marks ? Object.keys(MARKS).filter((mark) => marks.has(mark)) : [];
  }

  /** The reader's note on a paper; empty if there is none. */
  note(id) {
    return this.notes.get(id) ?? "";
  }

  /** Adds or removes a mark; returns false where the browser does not store it. */
  toggle(id, mark) {
    const marks = new Set(this.of(id));
    if (!marks.delete(mark)) marks.add(mark).delete(OPPOSITE[mark]);
    if (marks.size) this.byPaper.set(id, marks);
    else this.byPaper.delete(id);
    return this.save();
  }

  /** Sets or, with an empty text, removes a note; returns false where the browser does not store it. */
  setNote(id, text) {
    const note = text.slice(0, LONGEST_NOTE).trim();
    if (note === this.note(id)) return true;
    if (note) this.notes.set(id, note);
    else this.notes.delete(id);
    return this.save();
  }

  /** Moves marks and notes from former ids of a paper, separated by spaces, to its id. */
  rename(id, former) {
    let moved = false;
    for (const values of [this.byPaper, this.notes]) {
      for (const other of former.split(" ").filter((name) => values.has(name))) {
        if (!values.has(id)) values.set(id, values.get(other));
        values.delete(other);
        moved = true;
      }
    }
    if (moved) this.save();
  }

  /** Stores all marks and notes; returns false where the browser does not store them. */
  save() {
    this.dispatchEvent(new Event("change"));
    const { marks, notes } = this.data();
    const stored = store(MARKS_KEY, marks);
    return store(NOTES_KEY, notes) && stored;
  }

  /** All marks and notes by paper, as values of JSON. */
  data() {
    return {
      marks: Object.fromEntries([...this.byPaper].map(([id, marks]) => [id, [...marks]])),
      notes: Object.fromEntries(this.notes),
    };
  }
}

export const marks = new Marks();
