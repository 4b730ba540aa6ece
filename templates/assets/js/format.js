// Numbers of papers as text.

import { tn } from "./words.js";

/** `1 paper`, `2 papers`, `10,000 papers`. */
export const formatPapers = (count) => tn("{n} paper", "{n} papers", count);
