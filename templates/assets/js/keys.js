// Keys of a single character. Readers can turn them off, since those who speak to their computer press them by accident.

import { storageKey, store } from "./marks.js";

const KEYS_KEY = storageKey("keys");

let areOn = null;

/** Whether keys of a single character do anything. */
export function keysAreOn() {
  try {
    areOn ??= localStorage.getItem(KEYS_KEY) !== "false";
  } catch {
    areOn = true; // storage is blocked
  }
  return areOn;
}

/** Turns the keys on or off. */
export function setKeys(on) {
  areOn = on;
  store(KEYS_KEY, on);
}

const isField = (target) => target.isContentEditable || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

/** Whether the reader has pressed a key by itself, in no field and in no dialog. */
export const isPlainKey = (event) =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) &&
  !document.querySelector("dialog[open], :popover-open") &&
  keysAreOn();
