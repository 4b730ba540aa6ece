// Rows drawn from the index: what `templates/site/row.html.j2` writes, for papers whose rows are not on the page.

import { PLACEHOLDER, TABLE_COLUMNS } from "./contract.js";
import { element } from "./say.js";

const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const LOWER = /\p{Lowercase}/u;
const UPPER = /\p{Uppercase}/u;

/** A name that may break where its words join, as `soft_breaks` in `pages/rows.py` has it. */
export function softBreaks(name) {
  const signs = [...name];
  const parts = [];
  let start = 0;
  for (let i = 1; i < signs.length; i++) {
    const joint = (LOWER.test(signs[i - 1]) && UPPER.test(signs[i])) || signs[i - 1] === "/" || signs[i - 1] === "_";
    if (!joint) continue;
    parts.push(signs.slice(start, i).join(""), element("wbr"));
    start = i;
  }
  return [...parts, signs.slice(start).join("")];
}

/** Our own finished HTML of a remark; most have no markup. */
function withHtml(made, html) {
  if (/[<&]/.test(html)) made.innerHTML = html;
  else made.textContent = html;
  return made;
}

/** A text with its last placeholder replaced. */
function withLast(text, value) {
  const at = text.lastIndexOf(PLACEHOLDER);
  return at < 0 ? text : text.slice(0, at) + value + text.slice(at + PLACEHOLDER.length);
}

const cell = (field, content) => element("td", { role: "cell", class: `pt-${field}` }, content);
const linked = (text, href) => (href ? element("a", { href }, text) : text);
const list = (items) => element("ul", { role: "list" }, items.map((item) => element("li", {}, item)));

/** Draws rows for the head of a table that stands on the page. */
export class DrawnRows {
  /** @param site the way to the site's top, and the address under which records are edited */
  constructor(papers, table, site) {
    Object.assign(this, { papers, table, site });
  }

  headings({ path, value, papers }) {
    return path ? [{ key: value, make: () => heading(path, papers.length) }] : [];
  }

  row(paper) {
    return { row: this.#row(paper), key: "table", make: () => emptyTable(this.table) };
  }

  #row(i) {
    const { papers } = this;
    const attributes = { role: "row", "data-paper": papers.id(i), "data-was": papers.was[i] };
    return element("tr", attributes, TABLE_COLUMNS.map((field) => this.#cells[field](i)));
  }

  #cells = {
    name: (i) => this.#name(i),
    venue: (i) => cell("venue", this.#venues(i)),
    institutions: (i) => cell("institutions", this.#institutions(i)),
    links: (i) => cell("links", this.#links(i)),
    remarks: (i) => this.#remarks(cell("remarks", []), this.papers.remarks(i)),
  };

  #name(i) {
    const { papers } = this;
    const name = papers.name(i);
    const title = papers.title(i);
    return element(
      "th",
      { role: "rowheader", scope: "row", class: "pt-name" },
      element("a", { class: "pt-to-paper", href: this.#to("paper", papers.id(i)) }, element("strong", {}, softBreaks(name))),
      " ",
      this.#tools(i, name),
      title ? [" ", element("span", { class: "pt-title" }, title)] : [],
    );
  }

  #to(axis, slug) {
    return this.site.top + this.papers.to[axis].replace(PLACEHOLDER, encodeURIComponent(slug));
  }

  #tools(i, name) {
    const id = this.papers.id(i);
    const record = this.papers.record.names[this.papers.record.lists.at(i)[0]];
    const edit = this.site.edit && this.site.edit + withLast(record, id);
    const link = (kind, href, title, text) =>
      element("a", { class: `pt-${kind}`, href, title, "aria-label": `${text} ${name}` });
    return element(
      "span",
      { class: "pt-tools" },
      element("button", { class: "pt-mark", type: "button", "aria-haspopup": "menu", title: "Mark this paper", "aria-label": `Mark ${name}` }),
      " ",
      link("permalink", `#${id}`, "Link to this paper", "Link to"),
      edit ? [" ", link("edit", edit, "Edit this paper", "Edit")] : [],
    );
  }

  #venues(i) {
    const { venue, series } = this.papers;
    const found = Array.from(venue.lists.at(i));
    return found.flatMap((at, n) => {
      const url = venue.is[at] && this.#to("venue", series.slugs[venue.is[at] - 1]);
      const last = n === found.length - 1;
      return [element("span", { class: "pt-one-venue" }, linked(venue.names[at], url), last ? "" : ","), last ? "" : " "];
    });
  }

  #institutions(i) {
    const { institution, place } = this.papers;
    const items = Array.from(institution.lists.at(i), (at) =>
      linked(institution.names[at], institution.is[at] && this.#to("institution", place.slugs[institution.is[at] - 1])),
    );
    return items.length ? list(items) : [];
  }

  #links(i) {
    const name = this.papers.name(i);
    const items = this.papers.links(i).map(([label, url]) => {
      const href = url && (WITH_SCHEME.test(url) ? url : this.site.top + url);
      return href ? element("a", { href, "aria-label": `${label} for ${name}` }, label) : label;
    });
    return items.length ? list(items) : [];
  }

  #remarks(cell, remarks) {
    if (remarks.length === 1) return withHtml(cell, remarks[0]);
    if (remarks.length) cell.append(element("ul", {}, remarks.map((remark) => withHtml(element("li"), remark))));
    return cell;
  }
}

/** The heading of a group: what its name is part of, its name, and how many papers it has. */
export function heading(path, count) {
  const above = path.slice(0, -1).map((name) => `${name} › `).join("");
  const counted = [String(count), element("span", { class: "pt-hidden" }, ` paper${count === 1 ? "" : "s"}`)];
  return element(
    "h2",
    { class: "pt-group" },
    above ? element("span", { class: "pt-path" }, above) : [],
    path[path.length - 1],
    " ",
    element("span", { class: "pt-count" }, counted),
  );
}

/** A table with the columns of another and no rows, and where its rows go. */
export function emptyTable(table) {
  const made = table.cloneNode(false);
  for (const part of table.children) made.append(part.cloneNode(part.tagName !== "TBODY"));
  return { made, inside: made.tBodies[0] };
}
