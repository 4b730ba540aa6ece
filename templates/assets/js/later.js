// What can wait until the browser has time.

export const ROWS = ":is(tr, li)[data-paper]";
const LAID = "pt-laid";
/** Rows laid out in one go. */
const LAID_AT_ONCE = 10;

/** Does something when the browser has time; it is told how many milliseconds that are. */
export const idly = (work) =>
  window.requestIdleCallback
    ? requestIdleCallback((deadline) => work(() => deadline.timeRemaining()), { timeout: 500 })
    : setTimeout(work, 20, () => 0);

const turns = new WeakMap();

/** Has rows far from the window wait again, while others are put in their place. */
export function waiting(box) {
  turns.set(box, (turns.get(box) ?? 0) + 1);
  for (const row of box.querySelectorAll(`.${LAID}`)) row.classList.remove(LAID);
}

/** Lays out every row at once: who is about to be led to a place among them is to find it still there afterwards. */
export function layOutNow(box) {
  turns.set(box, (turns.get(box) ?? 0) + 1);
  for (const row of box.querySelectorAll(ROWS)) row.classList.add(LAID);
}

/** Lays out the rows that the style lets wait, some at a time: to screen readers a row is empty until then. */
export function layOut(box) {
  const turn = turns.get(box);
  const rows = [...box.querySelectorAll(ROWS)];
  const go = () => {
    if (turn !== turns.get(box) || !box.isConnected) return;
    for (const row of rows.splice(0, LAID_AT_ONCE)) row.classList.add(LAID);
    if (rows.length) idly(go);
  };
  idly(go);
}
