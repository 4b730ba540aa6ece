// What is filtered by, each with a way to be rid of it.

import { filters } from "./address.js";
import { element } from "./say.js";

const yearsText = ([from, to]) => (from === to ? `${from}` : from === null ? `up to ${to}` : to === null ? `from ${from}` : `${from}–${to}`);

/** How many filters there are beside the text. */
export const filterCount = (state, facets) => filters(state, facets).length + (state.years ? 1 : 0);

/** Fills the list of chips. @param act what is done when one is pressed */
export function drawChips(list, state, facets, act) {
  const chips = filters(state, facets).map(({ facet, value, no }) =>
    chip(`${facet.title}: ${no ? "not " : ""}${facet.labels[value]}`, facet.names[value], no, () => act.choose(facet, value, no)),
  );
  if (state.years) chips.push(chip(`Year: ${yearsText(state.years)}`, null, false, () => act.years(["", ""])));
  if (chips.length) chips.push(element("button", { type: "button", class: "pt-plain" }, "Clear all"));
  chips[chips.length - 1]?.addEventListener("click", act.clear);
  list.hidden = !chips.length;
  list.replaceChildren(...chips.map((button) => element("li", {}, button)));
}

function chip(text, title, no, remove) {
  const made = element("button", { type: "button", class: no ? "pt-chip pt-chip-no" : "pt-chip", title },
    element("span", { class: "pt-hidden" }, "Remove the filter "), text);
  made.addEventListener("click", remove);
  return made;
}
