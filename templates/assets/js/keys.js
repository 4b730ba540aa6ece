// A keyboard is enough: `/` to the field, arrows between the field and the rows, Escape back.

const LINK = ".pt-to-paper";

const isField = (target) => target.isContentEditable || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

/** @param act `clear` empties the field, `settle` counts it as meant, `more` shows more rows */
export function followKeys(bar, act, signal) {
  // Before the theme, which would open its own search.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      bar.field.focus();
      bar.field.select();
    },
    { capture: true, signal },
  );
  document.addEventListener("keydown", (event) => {
    if (event.target === bar.field) inField(event, bar, act);
    else if (bar.box.contains(event.target)) inRows(event, bar, act);
  }, { signal });
}

function inField(event, { field, box }, act) {
  if (event.key === "Enter") act.settle();
  if (event.key === "ArrowDown") go(event, box.querySelector(LINK));
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (field.value) act.clear();
  else field.blur();
}

function inRows(event, { field, box }, act) {
  if (event.key === "Escape") return go(event, field);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(LINK)) return;
  const at = [...box.querySelectorAll(LINK)].indexOf(event.target) + step;
  if (at >= box.querySelectorAll(LINK).length) act.more();
  go(event, at < 0 ? field : box.querySelectorAll(LINK)[at]);
}

function go(event, target) {
  if (!target) return;
  event.preventDefault();
  target.focus();
}
