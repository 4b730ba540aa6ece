// Helpers for the document.

/** Creates an element with attributes and with children, which are elements or text, never HTML. */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) created.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) created.setAttribute(name, value);
  }
  created.append(...children.flat().filter((child) => child !== null && child !== ""));
  return created;
}

/** Resolves once the document has been parsed. */
export const domReady = async () =>
  document.readyState !== "loading" ||
  new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
