// Tells users of screen readers what has changed, and makes elements.

const SAY_AFTER = 500;

let region = null;
let later = 0;

/** Has a screen reader say `text` once nothing else has been said for a while. */
export function say(text) {
  if (!region?.isConnected) {
    region = element("div", { role: "status", class: "pt-hidden" });
    document.body.append(region);
  }
  clearTimeout(later);
  later = setTimeout(() => {
    region.textContent = "";
    requestAnimationFrame(() => (region.textContent = text)); // said again even where it is the same
  }, SAY_AFTER);
}

/** An element with attributes and with children, which are elements or text, never HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

/** `1 paper`, `2 papers`, `10,000 papers`. */
export const papersText = (count) => `${number(count)} paper${count === 1 ? "" : "s"}`;

/** A number as the pages write it, whatever the reader's language. */
export const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
