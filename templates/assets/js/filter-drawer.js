// The dialog that holds the facets where there is no room next to the rows.

import { element } from "./dom.js";
import { t } from "./words.js";

export class FilterDrawer {
  /** @param actions `clear` removes all filters, `closed` is called when the drawer has been closed */
  constructor(actions) {
    const button = (className, ...content) => element("button", { type: "button", class: className }, ...content);
    const close = button("pt-close", element("span", { class: "pt-hidden" }, t("Close")));
    const clear = button("pt-button", t("Clear all"));
    this.done = button("pt-button pt-primary");
    this.body = element("div", { class: "pt-drawer-body" });
    this.element = element(
      "dialog", { class: "pt-drawer", "aria-label": t("Filters") },
      element("div", { class: "pt-drawer-head" }, element("strong", {}, t("Filters")), close),
      this.body,
      element("div", { class: "pt-drawer-foot" }, clear, this.done),
    );
    this.element.addEventListener("click", ({ target }) => {
      // The target is the dialog itself if the click was on the backdrop.
      if ([this.element, close, this.done].includes(target)) this.element.close();
    });
    this.element.addEventListener("keydown", (event) => event.stopPropagation()); // the theme has shortcuts
    this.element.addEventListener("close", actions.closed);
    clear.addEventListener("click", actions.clear);
  }

  get open() {
    return this.element.open;
  }

  show() {
    this.element.showModal();
  }

  /** Labels the button that closes the drawer with what the page will show. */
  setCount(text) {
    this.done.textContent = t("Show {papers}", { papers: text });
  }
}
