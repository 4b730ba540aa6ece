// Controls that load their script when they are used: the menu of citation styles on the page of a paper, where
// `data-pt-style="ID"` is the element with the reference and `data-pt-item="ID"` the one with the CSL-JSON, the button
// "Save" of pages without a bar, and the controls of an index.

/** Rewrites the reference when a reader chooses a style. The first choice is the text of the page itself. */
export function startCiteMenu() {
  document.addEventListener("change", async ({ target }) => {
    const { ptStyle, ptItem } = target.dataset ?? {};
    if (!ptStyle) return;
    const shown = document.getElementById(ptStyle);
    shown.dataset.own ??= shown.textContent;
    if (target.selectedIndex === 0) {
      shown.textContent = shown.dataset.own;
      return;
    }
    const { reference } = await import("./cite-styles.js");
    const [item] = JSON.parse(document.getElementById(ptItem).textContent);
    shown.textContent = reference(item, target.value);
  });
}

/** Opens the menu of a button `data-pt-take`. */
export function startTakeButtons() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("button[data-pt-take]");
    if (!button) return;
    const { takeRows } = await import("./take-rows.js");
    takeRows(button);
  });
}

/** Filters and sorts the index of a page when a reader uses its controls `data-pt-index`. */
export function startIndexControls() {
  document.addEventListener("input", async ({ target }) => {
    if (!target.matches?.("[data-pt-index]")) return;
    const { showIndex } = await import("./index-page.js");
    showIndex(target.closest(".papertrail"));
  });
}
