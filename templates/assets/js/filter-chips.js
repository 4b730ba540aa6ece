// The filters of a query as chips; a click on one removes its filter.

import { announce } from "./announce.js";
import { confirmOn, copyText } from "./copy-save.js";
import { element } from "./dom.js";
import { filtersOf } from "./url-query.js";
import { t } from "./words.js";

const yearsLabel = ([from, to]) =>
  from === to ? `${from}` : from === null ? t("up to {year}", { year: to })
    : to === null ? t("from {year}", { year: from }) : `${from}–${to}`;

/** The number of filters besides the text. */
export const filterCount = (query, facets) => filtersOf(query, facets).length + (query.years ? 1 : 0);

/** Fills the list of chips. */
export function updateChips(list, query, facets, actions) {
  const chips = filtersOf(query, facets).map(({ facet, value, excluded }) => {
    const values = { facet: facet.title, value: facet.labels[value] };
    const label = excluded ? t("{facet}: not {value}", values) : t("{facet}: {value}", values);
    return chip(label, facet.names[value], excluded, () => actions.toggle(facet, value, excluded));
  });
  if (query.years) chips.push(yearsChip(query.years, actions));
  if (chips.length) chips.push(clearButton(actions), shareButton());
  list.hidden = !chips.length;
  list.replaceChildren(...chips.map((button) => element("li", {}, button)));
}

function yearsChip(years, actions) {
  const label = t("{facet}: {value}", { facet: t("Year"), value: yearsLabel(years) });
  return chip(label, null, false, () => actions.setYears(["", ""]));
}

function chip(label, title, excluded, remove) {
  const button = element(
    "button", { type: "button", class: excluded ? "pt-chip pt-chip-no" : "pt-chip", title },
    element("span", { class: "pt-hidden" }, t("Remove filter"), " "), label,
  );
  button.addEventListener("click", remove);
  return button;
}

function clearButton(actions) {
  const button = element("button", { type: "button", class: "pt-plain" }, t("Clear all"));
  button.addEventListener("click", actions.clear);
  return button;
}

/** Shares the URL of the page, which contains the filters, or copies it where the browser shares nothing. */
function shareButton() {
  const text = navigator.share ? t("Share link") : t("Copy link");
  const button = element("button", { type: "button", class: "pt-plain pt-share" }, text);
  button.addEventListener("click", async () => {
    if (navigator.share) return navigator.share({ title: document.title, url: location.href }).catch(() => {});
    await copyText(location.href);
    announce(t("Copied"));
    confirmOn(button);
  });
  return button;
}
