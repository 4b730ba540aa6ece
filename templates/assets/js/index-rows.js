// Rows rendered from the index, as `templates/site/row.html.j2` renders them on pages.

import { FACETS, PLACEHOLDER } from "./contract.js";
import { element } from "./dom.js";
import { splitFormulas } from "./formulas.js";
import { RECORD_LABELS } from "./labels.js";
import { formatNumber, t, tn } from "./words.js";

const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const LOWER = /\p{Lowercase}/u;
const UPPER = /\p{Uppercase}/u;

/** Splits a name where its words join, with `<wbr>` between the parts, as `soft_breaks` in `pages/rows.py` does. */
export function softBreaks(name) {
  const characters = [...name];
  const parts = [];
  let start = 0;
  for (let i = 1; i < characters.length; i++) {
    const previous = characters[i - 1];
    const joint = (LOWER.test(previous) && UPPER.test(characters[i])) || previous === "/" || previous === "_";
    if (!joint) continue;
    parts.push(characters.slice(start, i).join(""), element("wbr"));
    start = i;
  }
  return [...parts, characters.slice(start).join("")];
}

/** Sets the HTML of a remark, which papertrail has rendered; most are plain text. */
function setHtml(target, html) {
  if (/[<&]/.test(html)) target.innerHTML = html;
  else target.textContent = html;
  return target;
}

/** The nodes of a text with formulas; `plain` returns the nodes of a text without. */
function withFormulas(text, formulas, plain) {
  const nodes = ([part, html]) => (html ? [...setHtml(element("span"), html).childNodes] : plain(part));
  return splitFormulas(text, formulas).flatMap(nodes);
}

/** Replaces the last placeholder in a text. */
function fillLast(text, value) {
  const at = text.lastIndexOf(PLACEHOLDER);
  return at < 0 ? text : text.slice(0, at) + value + text.slice(at + PLACEHOLDER.length);
}

/** Assistive technology may find no text in a link that consists of a formula. */
const named = (text) => (text.includes("$") ? { "aria-label": text } : {});
const cell = (field, content) => element("td", { role: "cell", class: `pt-${field}` }, content);
/** A link; the facet `kind` distinguishes it from another link of the row with the same text. */
const linked = (text, href, kind) =>
  href ? element("a", { href, "aria-label": kind && t("{facet}: {value}", { facet: FACETS[kind], value: text }) }, text) : text;
const listOf = (items) =>
  items.length ? element("ul", { role: "list" }, items.map((item) => element("li", {}, item))) : [];

/** Renders rows for a table that has the head of one on the page. */
export class IndexRows {
  /** @param site `root`: the URL of the site's root, `edit`: the URL under which records are edited, `form`:
   * that of the form for it, to which the id of a paper is added */
  constructor(papers, table, site) {
    Object.assign(this, { papers, table, site });
    this.columns = [...table.tHead.rows[0].cells].map((head) => ({
      field: head.dataset.field,
      classes: head.className,
      header: head.textContent,
    }));
  }

  headings({ path, value, papers }) {
    return path ? [{ key: value, create: () => heading(path, papers.length) }] : [];
  }

  row(i) {
    const { papers } = this;
    const attributes = { role: "row", "data-paper": papers.id(i), "data-was": papers.was[i] };
    const row = element("tr", attributes, this.columns.map((column) => this.#cell(i, column)));
    return { row, key: "table", create: () => emptyTable(this.table) };
  }

  #cell(i, column) {
    return this.#cells[column.field]?.(i) ?? this.#custom(i, column);
  }

  #custom(i, { field, classes, header }) {
    const value = field === "year" ? this.papers.yearOf(i) || "" : this.papers.customValue(i, field);
    return element("td", { role: "cell", class: classes, "data-label": header }, String(value));
  }

  #cells = {
    name: (i) => this.#name(i),
    venue: (i) => cell("venue", this.#venues(i)),
    institutions: (i) => cell("institutions", this.#institutions(i)),
    links: (i) => cell("links", this.#links(i)),
    remarks: (i) => this.#remarks(i),
  };

  /** URL of the page of a paper or a group. */
  #url(axis, slug) {
    return this.site.root + this.papers.urls[axis].replace(PLACEHOLDER, encodeURIComponent(slug));
  }

  #name(i) {
    const name = this.papers.name(i);
    const [rest, title] = this.papers.heading(i);
    const authors = this.papers.authors(i);
    const { formulas } = this.papers;
    const href = this.#url("paper", this.papers.id(i));
    const lang = this.papers.language[i];
    return element(
      "th",
      { role: "rowheader", scope: "row", class: "pt-name" },
      element("a", { class: "pt-to-paper", href, lang, ...named(name + rest) }, [
        element("strong", {}, withFormulas(name, formulas, softBreaks)),
        ...withFormulas(rest, formulas, (text) => [text]),
      ]),
      this.#badges(i),
      this.#tools(i, name),
      title ? [" ", element("span", { class: "pt-title", lang }, withFormulas(title, formulas, (text) => [text]))] : [],
      authors ? [" ", element("span", { class: "pt-authors" }, authors)] : [],
      this.papers.hasAbstract(i) ? [" ", abstractButton(name)] : [],
    );
  }

  /** The status and the awards of a paper. */
  #badges(i) {
    const { award, status } = this.papers;
    const badge = (className, text) => [" ", element("span", { class: className }, text)];
    return [
      status[i] ? badge("pt-status", RECORD_LABELS[status[i]] ?? status[i]) : [],
      Array.from(award.lists.at(i), (number) => badge("pt-status pt-award", award.names[number])),
    ].flat(2);
  }

  #tools(i, name) {
    const edit = this.#editUrl(i);
    return element(
      "span",
      { class: "pt-tools" },
      element("button", {
        class: "pt-mark", type: "button", "aria-haspopup": "menu", title: t("Mark this paper"),
        "aria-label": t("Mark {name}", { name }),
      }),
      " ",
      element("a", {
        class: "pt-permalink", href: `#${this.papers.id(i)}`, "aria-haspopup": "menu", "aria-label": t("More about {name}", { name }),
      }),
      edit ? [" ", element("a", { class: "pt-edit", href: edit, title: t("Edit this paper"), "aria-label": t("Edit {name}", { name }) })] : [],
    );
  }

  #editUrl(i) {
    const { names, lists } = this.papers.record;
    return this.site.edit && !this.site.form && this.site.edit + fillLast(names[lists.at(i)[0]], this.papers.id(i));
  }

  /** What the link to the paper may be called, as `is_taken` in `pages/row_texts.py` has it. */
  #namesOfPaper(i) {
    const name = this.papers.name(i);
    return [name, this.papers.title(i), name + this.papers.heading(i)[0]];
  }

  #venues(i) {
    const { venue, series } = this.papers;
    const venues = Array.from(venue.lists.at(i));
    const year = this.papers.yearApart(i);
    const nodes = venues.flatMap((number, n) => {
      const url = venue.is[number] && this.#url("venue", series.slugs[venue.is[number] - 1]);
      const last = n === venues.length - 1;
      const name = linked(venue.names[number], url, this.#namesOfPaper(i).includes(venue.names[number]) && "venue");
      return [element("span", { class: "pt-one-venue" }, name, last ? "" : ","), last ? "" : " "];
    });
    return year ? [...nodes, venues.length ? " " : "", element("span", { class: "pt-year" }, String(year))] : nodes;
  }

  #institutions(i) {
    const { institution, place, venue } = this.papers;
    const taken = [...this.#namesOfPaper(i), ...Array.from(venue.lists.at(i), (number) => venue.names[number])];
    const items = Array.from(institution.lists.at(i), (number) => {
      const is = institution.is[number];
      const name = institution.names[number];
      return linked(name, is && this.#url("institution", place.slugs[is - 1]), taken.includes(name) && "institution");
    });
    return listOf(items);
  }

  #links(i) {
    const name = this.papers.name(i);
    const items = namedLinks(this.papers.links(i)).map(([label, url, linkName]) => {
      const href = url && (WITH_SCHEME.test(url) ? url : this.site.root + url);
      return href ? element("a", { href, "aria-label": t("{label} for {name}", { label: linkName, name }) }, label) : label;
    });
    return listOf(items);
  }

  #remarks(i) {
    const remarks = this.papers.remarks(i);
    if (remarks.length === 1) return setHtml(cell("remarks", []), remarks[0]);
    const items = remarks.map((remark) => setHtml(element("li"), remark));
    return cell("remarks", items.length ? element("ul", {}, items) : []);
  }
}

const abstractButton = (name) =>
  element(
    "button",
    { class: "pt-abstract", type: "button", "aria-expanded": "false", "aria-label": t("Abstract of {name}", { name }) },
    t("Abstract"),
  );

/** Adds a name to each link that no other one has, as `named_links` in `pages/row_texts.py` does. */
function namedLinks(links) {
  const labels = new Set(links.map(([label]) => label));
  const counts = new Map();
  return links.map(([label, url]) => {
    let count = (counts.get(label) ?? 0) + 1;
    while (count > 1 && labels.has(`${label} ${count}`)) count++;
    counts.set(label, count);
    return [label, url, count > 1 ? `${label} ${count}` : label];
  });
}

/** The heading of a group: its ancestors, its name and the number of its papers. */
export function heading(path, count) {
  const ancestors = path.slice(0, -1).flatMap((name) => [element("bdi", {}, name), " › "]);
  const counted = [formatNumber(count), element("span", { class: "pt-hidden" }, " ", tn("paper", "papers", count))];
  return element(
    "h2",
    { class: "pt-group" },
    ancestors.length ? element("span", { class: "pt-path" }, ancestors) : [],
    element("bdi", {}, path.at(-1)),
    " ",
    element("span", { class: "pt-count" }, counted),
  );
}

/** A copy of a table without its rows, and the element that rows go into. */
export function emptyTable(table) {
  const container = table.cloneNode(false);
  for (const part of table.children) container.append(part.cloneNode(part.tagName !== "TBODY"));
  return { container, inside: container.tBodies[0] };
}
