// The button "Save" of a page without a bar, such as that of an author: `data-pt-take` is the URL of the files of all
// papers without suffix, and `data-pt-pages` has the URLs of all its pages, if there are several.

import { SaveMenu, FROM_FILES } from "./save-menu.js";

/** The ids of the papers in the HTML of a page. */
const idsIn = (html) => Array.from(html.matchAll(/<(?:tr|li)\b[^>]*\sdata-paper="([^"]+)"/g), ([, id]) => id);

async function idsOf({ ptPages }) {
  if (!ptPages) return idsIn(document.querySelector(".pt-rows").innerHTML);
  const pages = ptPages.split(" ").map(async (url) => idsIn(await (await fetch(url)).text()));
  return (await Promise.all(pages)).flat();
}

/** Opens the menu that copies or saves the papers of the page. */
export async function takeRows(button) {
  const ids = [...new Set(await idsOf(button.dataset))];
  const source = { papers: { id: (i) => ids[i] }, base: button.dataset.ptTake };
  const menu = new SaveMenu(source, () => ids.map((_, i) => i), FROM_FILES);
  menu.element.addEventListener("toggle", ({ newState }) => newState === "closed" && menu.element.remove());
  button.after(menu.element);
  menu.open(button);
}
