// Numbers as text. Pages are in English, so the reader's locale does not matter.

/** `1`, `10,000`. */
export const formatNumber = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 paper`, `2 papers`, `10,000 papers`. */
export const formatPapers = (count) => `${formatNumber(count)} paper${count === 1 ? "" : "s"}`;
