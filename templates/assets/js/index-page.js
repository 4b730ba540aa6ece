// The controls of an index of venues, authors and so on: a field that filters by name, and a menu that sorts.

import { announce } from "./announce.js";
import { fold } from "./tokens.js";
import { tn } from "./words.js";

const countOf = (item) => Number(item.querySelector(".pt-count").firstChild.textContent.replace(/\D/g, ""));
/** The items of each index in their own order. */
const ownOrder = new WeakMap();

/** Shows the entries that have all words of the field, in the order of the menu. */
export function showIndex(page) {
  const [field, menu] = page.querySelectorAll("[data-pt-index]");
  const list = page.querySelector(".pt-index");
  if (!ownOrder.has(list)) ownOrder.set(list, [...list.children]);
  const items = [...ownOrder.get(list)];
  const byCount = menu.selectedIndex > 0;
  if (byCount) items.sort((a, b) => countOf(b) - countOf(a));
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const item of items) item.hidden = !words.every((word) => fold(item.textContent).includes(word));
  // The levels of parts make no sense without what they are parts of.
  list.classList.toggle("pt-flat", byCount || words.length > 0);
  list.replaceChildren(...items);
  const shown = items.filter(({ hidden }) => !hidden).length;
  announce(tn("{n} entry", "{n} entries", shown));
}
