// Announces changes to users of screen readers.

import { element } from "./dom.js";

/** Milliseconds to wait, so that of several changes in a row only the last is announced. */
const DELAY = 500;

let region = null;
let timer = 0;

/** Has screen readers announce a text. */
export function announce(text) {
  if (!region?.isConnected) {
    region = element("div", { role: "status", class: "pt-hidden" });
    document.body.append(region);
  }
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = ""; // the same text would not be announced twice
    requestAnimationFrame(() => (region.textContent = text));
  }, DELAY);
}
