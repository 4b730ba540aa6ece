// The facets on narrow windows and on list pages: behind a button, over the page.

import { element } from "./say.js";

export class Drawer {
  /** @param act `clear` takes all filters away, `closed` is told when the drawer has been closed */
  constructor(act) {
    const button = (kind, ...text) => element("button", { type: "button", class: kind }, ...text);
    this.close = button("pt-close", element("span", { class: "pt-hidden" }, "Close"));
    this.clear = button("pt-button", "Clear all");
    this.done = button("pt-button pt-primary");
    this.body = element("div", { class: "pt-drawer-body" });
    this.element = element(
      "dialog", { class: "pt-drawer", "aria-label": "Filters" },
      element("div", { class: "pt-drawer-head" }, element("strong", {}, "Filters"), this.close),
      this.body,
      element("div", { class: "pt-drawer-foot" }, this.clear, this.done),
    );
    this.element.addEventListener("click", ({ target }) => {
      // A press on the dialog itself, rather than on something in it, is one beside it.
      if ([this.element, this.close, this.done].some((part) => part === target)) this.element.close();
    });
    this.element.addEventListener("keydown", (event) => event.stopPropagation()); // the theme's shortcuts
    this.element.addEventListener("close", act.closed);
    this.clear.addEventListener("click", act.clear);
  }

  get open() {
    return this.element.open;
  }

  show() {
    this.element.showModal();
  }

  /** Says what the page will show. */
  tell(text) {
    this.done.textContent = `Show ${text}`;
  }
}
