// Dialogs that go away when they are closed.

import { element } from "./dom.js";
import { t } from "./words.js";

/** Opens a dialog with a title and a button that closes it; `opener` gets the focus back. */
export function openDialog(title, content, opener) {
  const close = element(
    "button", { type: "button", class: "pt-close" }, element("span", { class: "pt-hidden" }, t("Close")),
  );
  const dialog = element(
    "dialog", { class: "pt-dialog", "aria-label": title },
    element("div", { class: "pt-dialog-head" }, element("strong", {}, title), close), content,
  );
  dialog.addEventListener("click", ({ target }) => {
    // The target is the dialog itself if the click was on the backdrop.
    if (target === dialog || target === close) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the theme has shortcuts
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  (document.querySelector("main") ?? document.body).append(dialog);
  dialog.showModal();
}
