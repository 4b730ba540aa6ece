// The theme's menu in narrow windows. Its sign can only be pressed with a pointer, and its links take the focus where no
// one sees them: `10-papertrail.css` hides them while it is closed, and this opens it for those who use a keyboard.

import { element } from "./say.js";

/** Puts a button in the place of the theme's sign, once the page has been read. */
export function startMenu() {
  const toggle = document.getElementById("__drawer");
  const sign = document.querySelector(".md-header label[for=__drawer]");
  const menu = document.querySelector(".md-sidebar--primary");
  if (!toggle || !sign || !menu) return; // another theme
  const button = element("button", { type: "button", class: `${sign.className} pt-menu-sign`, "aria-label": "Menu", "aria-expanded": "false" });
  button.append(...sign.childNodes);
  sign.replaceWith(button);
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
