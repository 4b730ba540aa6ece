// The menu of citation styles on the page of a paper: `data-pt-style="ID"` is the element with the reference, and
// `data-pt-item="ID"` the one with the CSL-JSON.

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
