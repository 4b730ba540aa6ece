// Saves and copies the papers that are shown. Except for Markdown they are taken from the data files of the site, so
// that they are what `papertrail export` prints.

import { announce } from "./announce.js";
import { PLACEHOLDER } from "./contract.js";
import { copyText, saveText } from "./copy-save.js";
import { element } from "./dom.js";
import { splitFormulas } from "./formulas.js";
import { openPopover } from "./popover.js";
import { readJson, readText } from "./site-files.js";
import { t, tn } from "./words.js";

/** The formats by the suffix of their files. Those that are `ofAll` have a file of all papers only. */
const FORMATS = {
  bib: { label: "BibTeX", type: "application/x-bibtex", write: writeEntries("bib") },
  ris: { label: "RIS", type: "application/x-research-info-systems", write: writeEntries("ris"), ofAll: true },
  "csl.json": { label: "CSL-JSON", type: "application/vnd.citationstyles.csl+json", write: writeCsl, ofAll: true },
  csv: { label: "CSV", type: "text/csv", write: writeCsv },
  json: { label: "JSON", type: "application/json", write: writeJson },
  md: { label: "Markdown", type: "text/markdown", write: writeMarkdown },
};
/** The formats for which the files of the site suffice, without an index. */
export const FROM_FILES = Object.keys(FORMATS).filter((format) => format !== "md");

const readData = (source) => readJson(`${source.base}.json`);

/**
 * The entries of the wanted papers. The file of all papers has the order of the index; that of a list has its own
 * order, and more papers than a page of the list.
 */
async function pick(entries, source, wanted) {
  const picked = (await positions(source, wanted)).map((position) => entries[position]);
  // The site may be published again while someone reads it.
  if (picked.includes(undefined)) throw new Error("the file does not match the page");
  return picked;
}

async function positions(source, wanted) {
  if (source.whole) return wanted;
  const { papers } = await readData(source);
  const known = new Map(papers.map(({ id }, position) => [id, position]));
  return wanted.map((i) => known.get(source.papers.id(i)));
}

/** Writes entries between which the file has blank lines. */
function writeEntries(suffix) {
  return async (source, wanted) => {
    const entries = (await readText(`${source.base}.${suffix}`)).replace(/\n+$/, "").split("\n\n");
    return `${(await pick(entries, source, wanted)).join("\n\n")}\n`;
  };
}

async function writeCsl(source, wanted) {
  const items = await readJson(`${source.base}.csl.json`);
  return `${jsonArray(await pick(items, source, wanted))}\n`;
}

async function writeCsv(source, wanted) {
  const [head, ...lines] = (await readText(`${source.base}.csv`)).split(/(?<=\n)/);
  return [head, ...(await pick(lines, source, wanted))].join("");
}

async function writeJson(source, wanted) {
  const { version, papers } = await readData(source);
  return `{"version": ${version}, "papers": ${jsonArray(await pick(papers, source, wanted))}}\n`;
}

/** An array of objects with one member per line, as in the files of the site. */
const jsonArray = (objects) => (objects.length ? `[\n${objects.map(jsonObject).join(",\n")}\n]` : "[]");
const jsonObject = (object) => `{${Object.entries(object).map(jsonMember).join(",\n ")}}`;
const jsonMember = ([name, value]) => `"${name}": ${JSON.stringify(value)}`;

async function writeMarkdown(source, wanted) {
  return wanted.map((i) => `- ${markdownEntry(source, i)}\n`).join("");
}

const escapeMarkdown = (text) => text.replace(/[\\`*_[\]<>|~$&#!]/g, "\\$&");
/** Formulas stay as typed, unless they could be other markup. */
const escapeText = (text, formulas) =>
  splitFormulas(text, formulas)
    .map(([part, html]) => (html && !/[<`|\]]/.test(part) ? part : escapeMarkdown(part)))
    .join("");
const escapeTarget = (url) =>
  url.replace(/[\s()<>\\]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** A paper in Markdown: its name, linked to its first external link or to its page, its title and its venues. */
function markdownEntry({ papers, root }, i) {
  const external = papers.links(i).find(([, url]) => /^https?:/i.test(url))?.[1];
  const page = new URL(root + papers.urls.paper.replace(PLACEHOLDER, papers.id(i)), document.baseURI).href;
  const title = papers.title(i);
  const venues = Array.from(papers.venue.lists.at(i), (venue) => papers.venue.names[venue]).join(", ");
  const link = `[${escapeText(papers.name(i), papers.formulas)}](${escapeTarget(external ?? page)})`;
  return `${link}${title && `, ${escapeText(title, papers.formulas)}`}.${venues && ` ${escapeMarkdown(venues)}.`}`;
}

/** The menu of the button "Save". */
export class SaveMenu {
  /**
   * @param source `papers`, `base`: the URL of their data files without suffix, `root`: the URL of the site's root,
   *   `whole`: whether the files hold exactly these papers
   * @param wanted returns the papers that are shown, in order
   * @param formats those that are offered
   */
  constructor(source, wanted, formats = Object.keys(FORMATS)) {
    Object.assign(this, { source, wanted });
    this.message = element("p", { class: "pt-popover-title" });
    const lines = formats.map((format) =>
      element("li", {}, element("span", {}, FORMATS[format].label), button(format, "copy"), button(format, "save")),
    );
    this.element = element(
      "div", { class: "pt-popover pt-export", popover: "auto", role: "group", "aria-label": t("Copy or save") },
      this.message, element("ul", { role: "list" }, lines, linkLine()),
    );
    this.element.addEventListener("click", ({ target }) => this.#clicked(target.closest("button[value]")));
  }

  open(opener) {
    this.message.textContent = tn("{n} paper shown", "{n} papers shown", this.wanted().length);
    openPopover(this.element, opener);
    this.element.querySelector("button").focus();
  }

  async #copyLink() {
    await copyText(location.href);
    announce(t("Copied"));
    this.element.hidePopover();
  }

  async #clicked(clicked) {
    if (!clicked) return;
    const format = clicked.value;
    if (format === "link") return this.#copyLink();
    const { label, type, write, ofAll } = FORMATS[format];
    const { root } = this.source;
    const source = ofAll && root !== undefined ? { ...this.source, base: `${root}papers` } : this.source;
    const copy = clicked.dataset.does === "copy";
    const wanted = this.wanted();
    const text = write(source, wanted);
    try {
      if (copy) await copyText(text);
      else saveText(await text, `papers.${format}`, type);
      const count = wanted.length;
      const done = copy
        ? tn("Copied {n} paper as {format}", "Copied {n} papers as {format}", count, { format: label })
        : tn("Saved {n} paper as {format}", "Saved {n} papers as {format}", count, { format: label });
      announce(done);
      this.element.hidePopover();
    } catch {
      this.message.textContent = t("Could not load the data. Check your connection and try again.");
      announce(this.message.textContent);
    }
  }
}

/** The line of the menu that copies the URL of the page, which contains the filters. */
function linkLine() {
  const hidden = element("span", { class: "pt-hidden" }, ` ${t("the link of what is shown")}`);
  const copy = element("button", { type: "button", class: "pt-small", value: "link" }, t("Copy"), hidden);
  return element("li", {}, element("span", {}, t("Link")), copy);
}

/** A button that copies or saves; screen readers also read the format. */
function button(format, action) {
  return element(
    "button", { type: "button", class: "pt-small", value: format, "data-does": action }, action === "copy" ? t("Copy") : t("Save"),
    element("span", { class: "pt-hidden" }, " ", t("as {format}", { format: FORMATS[format].label })),
  );
}
