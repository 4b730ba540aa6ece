// Buttons in the heads of tables that sort the papers of the page.

import { element } from "./dom.js";
import { t } from "./words.js";

/** The sort orders of each column that has any, and their directions. */
const SORTS_OF_COLUMN = {
  name: { name: "ascending" },
  venue: { venue: "ascending" },
  year: { newest: "descending", oldest: "ascending" },
  added: { added: "descending" },
};

/**
 * Adds the buttons. The text of a head stays, for windows in which only screen readers find it. Keyboards skip the
 * buttons: the bar has all orders, and the way to the rows stays short.
 */
export function addSortButtons(box) {
  for (const head of box.querySelectorAll("thead th[data-field]")) {
    const value = head.dataset.field;
    if (!Object.hasOwn(SORTS_OF_COLUMN, value) || head.querySelector(".pt-sort")) continue;
    const label = t("Sort by {column}", { column: head.textContent });
    head.append(element("button", { type: "button", class: "pt-sort", value, tabindex: -1, "aria-label": label, title: label }));
  }
}

/** The sort order after a press on the head of a column: its next one; none, for that of the page, after the last. */
export function nextSort(column, sort) {
  const sorts = Object.keys(SORTS_OF_COLUMN[column]);
  return sorts[sorts.indexOf(sort) + 1];
}

/** Shows in the heads of tables by which column they are sorted. */
export function showSortInHeads(heads, sort) {
  for (const head of heads) {
    const direction = SORTS_OF_COLUMN[head.dataset.field]?.[sort];
    if (direction) head.ariaSort = direction;
    else head.removeAttribute("aria-sort");
  }
}
