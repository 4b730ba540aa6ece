// The words of the site in its language. The literals in calls are translated when the scripts are bundled.

import { GROUP, pluralForm } from "./language.js";

/** A number as text: `1`, `10,000`. */
export const formatNumber = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, GROUP);

/** A text with its values inserted: `t("Show {count} more", { count })`. */
export const t = (text, values = {}) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** The form of a text for a number, which is also its value `n`. */
export function tn(one, many, n, values = {}) {
  const forms = many === null ? one : [one, many];
  return t(forms[pluralForm(n)], { n: formatNumber(n), ...values });
}
