// Lays out rows outside the window step by step. The style skips the layout of rows without the class `pt-laid`
// (`content-visibility`); screen readers find these rows empty.

import { whenIdle } from "./idle.js";

/** Selects the rows of papers, in tables and in lists. */
export const ROWS = ":is(tr, li)[data-paper]";

const LAID_OUT = "pt-laid";
const ROWS_LAID_OUT_PER_STEP = 10;

/** Counts the changes of each box; a change ends the steps that an earlier one began. */
const changes = new WeakMap();
const beginChange = (box) => changes.set(box, (changes.get(box) ?? 0) + 1);

/** Lets the browser skip the layout of all rows again, after other rows have replaced them. */
export function resetLayout(box) {
  beginChange(box);
  for (const row of box.querySelectorAll(`.${LAID_OUT}`)) row.classList.remove(LAID_OUT);
}

/** Lays out all rows at once, so that none changes its position after the page has scrolled to a target. */
export function layOutNow(box) {
  beginChange(box);
  for (const row of box.querySelectorAll(ROWS)) row.classList.add(LAID_OUT);
}

/** Lays out all rows, some at a time while the browser is idle. */
export function layOutWhenIdle(box) {
  const change = changes.get(box);
  const rows = [...box.querySelectorAll(ROWS)];
  const step = () => {
    if (change !== changes.get(box) || !box.isConnected) return;
    for (const row of rows.splice(0, ROWS_LAID_OUT_PER_STEP)) row.classList.add(LAID_OUT);
    if (rows.length) whenIdle(step);
  };
  whenIdle(step);
}
