// The field on Home that leads to Browse: `input[data-pt-find]` holds the address of Browse.

/** Begins to follow such fields, on this page and on those that a theme puts in its place. */
export function startFinding() {
  document.addEventListener("keydown", ({ key, isComposing, target }) => {
    if (key === "Enter" && !isComposing && target.matches?.("[data-pt-find]")) find(target);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-pt-find-with]");
    if (button) find(document.getElementById(button.dataset.ptFindWith));
  });
}

function find(field) {
  const browse = new URL(field.dataset.ptFind, document.baseURI);
  const words = field.value.trim();
  if (words) browse.searchParams.set("find", words);
  location.assign(browse);
}
