// Makes the theme's menu of narrow windows work with a keyboard. The theme opens it with a label, which cannot be
// focused, and lets the focus move to links of the closed menu; `10-papertrail.css` hides these.

import { element } from "./dom.js";
import { t } from "./words.js";

/** Replaces the theme's label by a button. */
export function startThemeMenu() {
  const toggle = document.getElementById("__drawer");
  const label = document.querySelector(".md-header label[for=__drawer]");
  const menu = document.querySelector(".md-sidebar--primary");
  if (!toggle || !label || !menu) return; // another theme
  const button = menuButton(label.className);
  button.append(...label.childNodes);
  label.replaceWith(button);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.ariaExpanded = String(toggle.checked);
    if (toggle.checked && document.activeElement === button) menu.querySelector("a[href]")?.focus();
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
}

const menuButton = (className) =>
  element("button", {
    type: "button", class: `${className} pt-menu-sign`, "aria-label": t("Menu"), "aria-expanded": "false",
  });
