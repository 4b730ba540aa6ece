// How a reader likes rows: hidden columns and compact rows. It stays in this browser, and applies to all pages.

/** The path is part of the key, so that sites of one host do not share settings. */
const VIEW_KEY = `papertrail-view:${new URL("../../", import.meta.url).pathname}`;

/** Parts of rows with a class of their own; other columns are known by their header. */
const CLASSES = ["venue", "institutions", "links", "remarks", "title", "authors"];
const MAX_LENGTH = 300;

const sheet = new CSSStyleSheet();

/** Hidden fields with the headers of their columns. */
let hidden = new Map();
let compact = false;

export const isHidden = (field) => hidden.has(field);
export const isCompact = () => compact;

/** Hides or shows a column; returns false where the browser does not store it. */
export function setHidden(field, header, isNowHidden) {
  if (isNowHidden) hidden.set(field, header);
  else hidden.delete(field);
  return storeView();
}

/** Makes rows compact or roomy, likewise. */
export function setCompact(isNowCompact) {
  compact = isNowCompact;
  return storeView();
}

function storeView() {
  applyView();
  try {
    localStorage.setItem(VIEW_KEY, JSON.stringify({ hidden: [...hidden], compact }));
    return true;
  } catch {
    return false; // storage is blocked or full
  }
}

function loadView() {
  try {
    const stored = JSON.parse(localStorage.getItem(VIEW_KEY) ?? "{}");
    const pairs = (stored.hidden ?? []).filter((pair) => pair.every((text) => typeof text === "string" && text.length < MAX_LENGTH));
    [hidden, compact] = [new Map(pairs), stored.compact === true];
  } catch {
    [hidden, compact] = [new Map(), false]; // storage is blocked, or holds something else
  }
}

function applyView() {
  const selectors = [...hidden].map(([field, header]) =>
    CLASSES.includes(field)
      ? `.pt-${field}`
      : `:is(th[data-field="${CSS.escape(field)}"], td[data-label="${CSS.escape(header)}"])`,
  );
  sheet.replaceSync(selectors.map((selector) => `.pt-rows ${selector} { display: none !important }`).join("\n"));
  document.documentElement.classList.toggle("pt-compact", compact);
}

/** Applies the settings to this page and to all that follow, also when another window changes them. */
export function startViewSettings() {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  addEventListener("storage", ({ key }) => {
    if (key !== VIEW_KEY && key !== null) return;
    loadView();
    applyView();
  });
  loadView();
  applyView();
}
