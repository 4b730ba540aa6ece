// The papers that are shown, as data: taken out of the site's own files, so that they are what `papertrail export` gives.

import { PLACEHOLDER } from "./contract.js";
import { copy, save } from "./copying.js";
import { openBeside } from "./popover.js";
import { element, papersText, say } from "./say.js";

const FORMS = { bib: "BibTeX", csv: "CSV", json: "JSON", md: "Markdown" };
const TYPES = { bib: "application/x-bibtex", csv: "text/csv", json: "application/json", md: "text/markdown" };

async function fileText(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

/** Places of the wanted papers in a file: a list's files hold its papers in its own order, and more than a page of it. */
async function places(base, papers, wanted) {
  if (papers.whole) return wanted;
  const all = JSON.parse(await fileText(`${base}.json`)).papers;
  const known = new Map(all.map(({ id }, place) => [id, place]));
  return wanted.map((i) => known.get(papers.id(i)));
}

/** What stands at some places of a file, all of which must be there: a site may be published while its reader reads. */
function picked(all, found) {
  if (found.some((place) => all[place] === undefined)) throw new Error("the file holds other papers than the page");
  return found.map((place) => all[place]);
}

async function bib(base, papers, wanted) {
  const entries = (await fileText(`${base}.bib`)).trimEnd().split("\n\n");
  const found = await places(base, papers, wanted);
  return `${picked(entries, found).join("\n\n")}\n`;
}

async function csv(base, papers, wanted) {
  const [head, ...rows] = (await fileText(`${base}.csv`)).split(/(?<=\n)/);
  const found = await places(base, papers, wanted);
  return [head, ...picked(rows, found)].join("");
}

async function json(base, papers, wanted) {
  const all = JSON.parse(await fileText(`${base}.json`)).papers;
  const found = await places(base, papers, wanted);
  return `${JSON.stringify({ papers: picked(all, found) }, null, 2)}\n`;
}

const escaped = (text) => text.replace(/[\\`*_[\]<>|~$&#!]/g, "\\$&");
const asTarget = (url) => url.replace(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);

function md(base, papers, wanted, top) {
  return wanted.map((i) => `- ${markdown(papers, i, top)}\n`).join("");
}

/** A paper as Markdown: its name, leading to the work or to its page, then its title and venues. */
function markdown(papers, i, top) {
  const outside = papers.links(i).find(([, url]) => /^https?:/i.test(url));
  const page = new URL(top + papers.to.paper.replace(PLACEHOLDER, papers.id(i)), document.baseURI).href;
  const venues = Array.from(papers.venue.lists.at(i), (at) => papers.venue.names[at]).join(", ");
  const rest = [papers.title(i), venues].filter(Boolean).map(escaped);
  const [title, venue] = papers.title(i) ? rest : ["", ...rest];
  const told = `[${escaped(papers.name(i))}](${asTarget(outside?.[1] ?? page)})${title && `, ${title}`}.`;
  return venue ? `${told} ${venue}.` : told;
}

const MAKERS = { bib, csv, json, md };

/** The menu behind the button "Save". */
export class Exporting {
  /**
   * @param base address of the data files up to their suffix; @param top the way to the site's top
   * @param wanted gives the papers that are shown, in order; @param extra what else the menu holds
   */
  constructor(papers, base, top, wanted, extra = []) {
    Object.assign(this, { papers, base, top, wanted });
    const button = (form, what) =>
      element("button", { type: "button", class: "pt-small", value: form, "data-does": what.toLowerCase() }, what,
        element("span", { class: "pt-hidden" }, ` as ${FORMS[form]}`));
    this.count = element("p", { class: "pt-popover-title" });
    this.element = element(
      "div", { class: "pt-popover pt-export", popover: "auto", role: "group", "aria-label": "Copy or save" }, this.count,
      element("ul", { role: "list" }, Object.keys(FORMS).map((form) =>
        element("li", {}, element("span", {}, FORMS[form]), button(form, "Copy"), button(form, "Save")))),
      extra,
    );
    this.element.addEventListener("click", ({ target }) => this.#press(target.closest("button[value]")));
  }

  open(button) {
    this.count.textContent = `${papersText(this.wanted().length)}, as shown`;
    openBeside(this.element, button);
    this.element.querySelector("button").focus();
  }

  async #press(button) {
    if (!button) return;
    const { value: form, dataset: { does } } = button;
    const wanted = this.wanted();
    const text = Promise.resolve(MAKERS[form](this.base, this.papers, wanted, this.top));
    try {
      if (does === "copy") await copy(text);
      else save(await text, `papers.${form}`, TYPES[form]);
      say(`${does === "copy" ? "Copied" : "Saved"} ${papersText(wanted.length)} as ${FORMS[form]}`);
      this.element.hidePopover();
    } catch {
      this.count.textContent = "The data could not be fetched. Try again when you are online.";
      say(this.count.textContent);
    }
  }
}
