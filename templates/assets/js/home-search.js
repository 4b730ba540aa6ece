// The search field on the home page, which opens Browse: `input[data-pt-find]` holds the URL of Browse.

/** Handles the field on this page and on those that the theme loads later. */
export function startHomeSearch() {
  document.addEventListener("keydown", ({ key, isComposing, target }) => {
    if (key === "Enter" && !isComposing && target.matches?.("[data-pt-find]")) openBrowse(target);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-pt-find-with]");
    if (button) openBrowse(document.getElementById(button.dataset.ptFindWith));
  });
}

function openBrowse(field) {
  const url = new URL(field.dataset.ptFind, document.baseURI);
  const text = field.value.trim();
  if (text) url.searchParams.set("find", text);
  location.assign(url);
}
