// Reads files of the site. Browsers let a page that is opened from the disk fetch no files, but load scripts: there,
// each file is also a script, which `publishing/assets.py` writes.

import { element } from "./dom.js";
import { OFFLINE } from "./site-form.js";

const isFromDisk = () => location.protocol === "file:";

/** Whether further scripts and files can be loaded: of a site without such scripts, not if it is opened from the disk. */
export const canLoad = () => OFFLINE || !isFromDisk();

/** Resolves to the text of a file. */
export const readText = async (url) => (isFromDisk() ? loadScript(url) : (await fetched(url)).text());

/** Resolves to the value of a JSON file. */
export const readJson = async (url) => (isFromDisk() ? JSON.parse(await loadScript(url)) : (await fetched(url)).json());

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: `${url}.js` });
    // It has assigned its text right before this event.
    script.addEventListener("load", () => resolve(globalThis.papertrailFile));
    script.addEventListener("error", () => reject(new Error(`could not load ${script.src}`)));
    document.head.append(script);
    script.remove();
  });
}

const preloaded = new Set();

/** Has the browser fetch a file before it is needed. */
export function preload(href) {
  if (isFromDisk() || preloaded.has(href)) return;
  preloaded.add(href);
  document.head.append(element("link", { rel: "preload", as: "fetch", crossorigin: true, href }));
}
