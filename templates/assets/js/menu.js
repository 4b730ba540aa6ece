// A menu that opens next to a button or a link, for the marks of a paper and for what else can be done with it.

import { element } from "./dom.js";
import { openPopover } from "./popover.js";

export class Menu {
  /** @param items elements with the role of an item; @param choose called with the item that is pressed, and the event */
  constructor(items, choose, kind = "") {
    /** The button that opened the menu. */
    this.opener = null;
    this.items = items;
    this.element = element("div", { class: `pt-popover pt-menu ${kind}`, role: "menu", popover: "auto" }, items);
    this.element.addEventListener("click", (event) => {
      const item = event.target.closest("[role^=menuitem]");
      if (item) choose(item, event);
    });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("beforetoggle", ({ newState }) => {
      if (newState === "closed" && this.element.contains(document.activeElement)) this.opener.focus();
    });
  }

  /** Opens the menu next to a button, and calls `update` before it is shown. */
  open(opener, label, update) {
    if (!this.element.isConnected) (document.querySelector("main") ?? document.body).append(this.element);
    this.opener = opener;
    this.element.setAttribute("aria-label", label);
    update();
    openPopover(this.element, opener);
    this.#shown[0].focus();
  }

  get #shown() {
    return this.items.filter((item) => !item.hidden);
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation(); // the theme has shortcuts of a single letter
    if (event.key === "Tab") this.element.hidePopover();
    if (!step) return;
    event.preventDefault();
    const items = this.#shown;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }
}
