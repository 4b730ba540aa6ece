// The menu of the button "View": which columns rows have, and how much room; a random paper, and the help on keys.

import { announce } from "./announce.js";
import { element } from "./dom.js";
import { openPopover } from "./popover.js";
import { isCompact, isHidden, setCompact, setHidden } from "./view-settings.js";
import { t } from "./words.js";

/** Lines below the name, which have no head. */
const LINES = { title: t("Title"), authors: t("Authors") };

export class ViewMenu {
  /** @param rows the page's own rows */
  constructor(rows) {
    const heads = rows.flatMap((node) => (node.querySelectorAll ? [...node.querySelectorAll("thead th[data-field]")] : []));
    const has = (name) => rows.some((node) => node.querySelector?.(`.pt-${name}`));
    const fields = new Map(heads.map((head) => [head.dataset.field, head.textContent]));
    fields.delete("name");
    for (const [line, label] of Object.entries(LINES)) if (!fields.has(line) && has(line)) fields.set(line, label);
    this.element = element(
      "div",
      { class: "pt-popover pt-view-menu", popover: "auto", role: "group", "aria-label": t("View") },
      [...fields].map(([field, label]) => choice(label, !isHidden(field), (on) => setHidden(field, label, !on))),
      choice(t("Compact rows"), isCompact(), setCompact),
      element("button", { type: "button", class: "pt-plain", "data-pt-random": true }, t("Random paper")),
      element("button", { type: "button", class: "pt-plain pt-keys-help", "data-pt-keys": true }, t("Keyboard shortcuts")),
    );
  }

  open(opener) {
    openPopover(this.element, opener);
    this.element.querySelector("input").focus();
  }
}

function choice(label, checked, change) {
  const box = element("input", { type: "checkbox", checked });
  box.addEventListener("change", () => change(box.checked) || announce(t("This browser cannot store settings.")));
  return element("label", {}, box, label);
}
