// Buttons in the heads of tables that sort the papers of the page.

import { element } from "./dom.js";
import { t } from "./words.js";

/** The sort order of each column that has one, and its direction. */
const SORT_OF_COLUMN = {
  name: ["name", "ascending"],
  venue: ["venue", "ascending"],
  year: ["newest", "descending"],
  added: ["added", "descending"],
};

/** Adds the buttons. The text of a head stays, for windows in which only screen readers find it. */
export function addSortButtons(box) {
  for (const head of box.querySelectorAll("thead th[data-field]")) {
    const [sort] = SORT_OF_COLUMN[head.dataset.field] ?? [];
    if (!sort || head.querySelector(".pt-sort")) continue;
    const label = t("Sort by {column}", { column: head.textContent });
    head.append(element("button", { type: "button", class: "pt-sort", value: sort, "aria-label": label, title: label }));
  }
}

/** Shows in the heads of tables by which column they are sorted. */
export function showSortInHeads(heads, sort) {
  for (const head of heads) {
    const [value, direction] = SORT_OF_COLUMN[head.dataset.field] ?? [];
    if (value === sort) head.ariaSort = direction;
    else head.removeAttribute("aria-sort");
  }
}
