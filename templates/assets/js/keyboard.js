// Keys: `/` focuses the search field, arrow keys move between the field and the rows, Escape goes back to the field.

import { isPlainKey } from "./keys.js";

const LINK = ".pt-to-paper";

/**
 * @param actions `clear` empties the field, `commit` adds its text to the history, `showMore` shows more rows,
 *   `whenFound` calls a function once the rows are those that the field asks for
 */
export function followKeys(bar, actions, signal) {
  const slash = (event) => {
    if (event.key !== "/" || !isPlainKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    bar.field.focus();
    bar.field.select();
  };
  addEventListener("keydown", slash, { capture: true, signal }); // before the theme, which opens its own search
  document.addEventListener("keydown", (event) => {
    if (event.target === bar.field) keyInField(event, bar, actions);
    else if (bar.box.contains(event.target)) keyInRows(event, bar, actions);
  }, { signal });
}

function keyInField(event, { field, box }, actions) {
  if (event.key === "Enter") actions.commit();
  if (event.key === "ArrowDown" && field.value) {
    event.preventDefault();
    actions.whenFound(() => box.querySelector(LINK)?.focus());
  } else if (event.key === "ArrowDown") {
    moveFocus(event, box.querySelector(LINK));
  }
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (field.value) actions.clear();
  else field.blur();
}

function keyInRows(event, { field, box }, actions) {
  if (event.key === "Escape") return moveFocus(event, field);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(LINK)) return;
  const next = [...box.querySelectorAll(LINK)].indexOf(event.target) + step;
  if (next >= box.querySelectorAll(LINK).length) actions.showMore();
  moveFocus(event, next < 0 ? field : box.querySelectorAll(LINK)[next]);
}

function moveFocus(event, target) {
  if (!target) return;
  event.preventDefault();
  target.focus();
}
