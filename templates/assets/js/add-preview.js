// The row of a record, as the list will show it. All texts are strangers': they are text here, never HTML.

import { element } from "./dom.js";
import { faultOf } from "./identifiers.js";
import { quoted } from "./names.js";
import { nameOf } from "./paper-values.js";
import { t } from "./words.js";

const HEADERS = {
  name: t("Name"),
  venue: t("Venue"),
  institutions: t("Institutions"),
  links: t("Links"),
  remarks: t("Remarks"),
};

const isWebUrl = (url) => /^https?:/i.test(url) && !faultOf(url, { internal: false }, quoted);
const inList = (items) =>
  items?.length ? element("ul", { role: "list" }, ...items.map((item) => element("li", {}, item))) : "";

function linkTo({ label, url }) {
  return isWebUrl(url)
    ? element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, label || url)
    : label || url;
}

/** The table with the row of a record. */
export function previewOf({ name = "", title: full, status, venue = [], institutions, links = [], remarks = [] }) {
  const cells = {
    name: [
      element("strong", {}, name),
      status ? element("span", { class: "pt-status" }, status) : "",
      full && full !== name ? element("span", { class: "pt-title" }, full) : "",
    ],
    venue: [venue.map(nameOf).join(", ")],
    institutions: [inList(institutions)],
    links: [inList(links.map(linkTo))],
    remarks: [remarks.length > 1 ? inList(remarks) : (remarks[0] ?? "")],
  };
  const head = Object.entries(HEADERS).map(([field, text]) =>
    element("th", { scope: "col", role: "columnheader", class: `pt-${field}` }, text),
  );
  const row = Object.entries(cells).map(([field, children]) =>
    element(
      field === "name" ? "th" : "td",
      { class: `pt-${field}`, ...(field === "name" ? { scope: "row", role: "rowheader" } : { role: "cell" }) },
      ...children,
    ),
  );
  return element(
    "table",
    { class: "pt-table", role: "table" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)),
    element("tbody", { role: "rowgroup" }, element("tr", { role: "row" }, ...row)),
  );
}
