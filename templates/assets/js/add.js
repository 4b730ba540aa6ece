// The page "Add a paper": builds the form, checks the record and writes it while a reader types, and leads to the code
// host. With `?edit=ID`, the form changes the record of a paper.

import { newControl } from "./add-controls.js";
import { ADD_ENTRY, NewEntry, REGISTRY_OF } from "./add-entry.js";
import { previewOf } from "./add-preview.js";
import { ID_FIELD, layOut, problemItem } from "./add-layout.js";
import { announce } from "./announce.js";
import { checkRecord } from "./check-record.js";
import { codeHost, editPage, newFilePage } from "./code-host.js";
import { copyText, saveText } from "./copy-save.js";
import { element } from "./dom.js";
import { Works } from "./duplicates.js";
import { INDEX_FOLDER, TEXTS_FOLDER } from "./index-paths.js";
import { lookUp } from "./lookup.js";
import { composed, suggestedId } from "./names.js";
import { PaperIndex } from "./paper-index.js";
import { FIELDS, NAMES_ADDRESS, RECORDS_FOLDER } from "./record-contract.js";
import { editedText, recordText } from "./record-yaml.js";
import { readJson } from "./site-files.js";
import { t, tn } from "./words.js";

const LINK_LABELS = ["Paper", "PDF", "DOI", "arXiv", "Code", "Slides", "Video", "Website"];
/** Milliseconds to wait while a reader types. */
const PAUSE = 150;

class AddForm {
  constructor(root, names) {
    this.root = root;
    this.names = names;
    this.base = new URL(root.getAttribute("root"), document.baseURI);
    this.host = codeHost(root.getAttribute("edit"));
    this.edited = null;
    this.entries = [];
    this.touched = new Set();
    this.choices = {
      topic: names.topics ?? [],
      venue: names.venues ?? [],
      institutions: names.institutions ?? [],
      links: LINK_LABELS,
      custom: names.custom,
    };
    this.controls = new Map(
      [...FIELDS, ID_FIELD].map((field) => [field.name, newControl(field, this.choices[field.name] ?? [])]),
    );
    this.controls.get("added").value = new Date().toLocaleDateString("sv");
    Object.assign(this, layOut(this.controls));
    root.append(...this.parts);
    this.#listen();
    this.update();
  }

  #listen() {
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.root.isConnected && this.update(), PAUSE);
    };
    this.form.addEventListener("input", later);
    this.form.addEventListener("focusin", () => this.loadWorks(), { once: true });
    this.form.addEventListener("focusout", ({ target }) => {
      for (const [name, control] of this.controls)
        if (control.root.contains(target) && target.value) this.touched.add(name);
      later();
    });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.lookupButton.addEventListener("click", () => this.fillFrom(this.lookup.value));
    this.lookup.addEventListener(
      "keydown",
      ({ key, isComposing }) => key === "Enter" && !isComposing && this.fillFrom(this.lookup.value),
    );
    this.copyButton.addEventListener("click", () => this.copy());
    this.saveButton.addEventListener("click", () =>
      saveText(this.text, this.recordPath.split("/").at(-1), "text/yaml"),
    );
    this.open.addEventListener("click", (event) => this.#opened(event));
  }

  /** Loads the papers of the list, to find duplicates and to offer names. */
  async loadWorks() {
    try {
      const address = new URL(this.root.getAttribute("index"), document.baseURI).href;
      const [facets, texts] = await Promise.all([address, address.replace(INDEX_FOLDER, TEXTS_FOLDER)].map(readJson));
      const index = new PaperIndex(facets);
      index.fill(texts);
      this.works = new Works(index);
      const known = (names, more) => [...new Set([...names, ...(more ?? [])])];
      this.controls.get("topic").offer(this.names.topics ?? index.topic.names);
      this.controls.get("venue").offer(known(index.venue.names, this.names.venues));
      this.controls.get("institutions").offer(known(index.institution.names, this.names.institutions));
      this.controls.get("keywords").offer(index.keyword.names);
      this.update();
    } catch (error) {
      console.warn(error); // without them, only duplicates are not found
    }
  }

  get values() {
    const values = FIELDS.map(({ name }) => [name, this.controls.get(name).current]);
    return Object.fromEntries(
      values.filter(([name, value]) => value !== undefined && !(name === "type" && value === "article")),
    );
  }

  get id() {
    return this.edited?.id ?? this.controls.get("id").value ?? suggestedId(this.values.name ?? "");
  }

  get recordPath() {
    return this.edited?.path ?? `${this.names.folder}/${this.id || "paper"}.yml`;
  }

  get text() {
    return this.edited ? editedText(this.edited.text, this.edited.values, this.values) : recordText(this.values);
  }

  problems(values) {
    const added = (registry) => this.entries.filter((entry) => entry.registry === registry).map(({ name }) => name);
    const known = (names, registry) => names && [...names, ...added(registry)];
    const { venues, institutions } = this.names;
    const list = {
      ...this.names,
      year: new Date().getFullYear(),
      id: this.edited ? undefined : this.id || undefined,
      venues: known(venues, "_venues.yml"),
      institutions: known(institutions, "_institutions.yml"),
    };
    const own = this.edited && this.works?.ids.get(this.edited.id);
    const duplicates = this.works ? [...this.works.problems(values, this.edited ? "" : this.id, own ?? undefined)] : [];
    return [...checkRecord(values, list), ...duplicates];
  }

  update() {
    const values = this.values;
    this.found = this.problems(values);
    const shown = this.found.filter(({ code, field }) => code !== "PT102" || this.touched.has(field));
    for (const [name, control] of this.controls) {
      control.show(shown.filter(({ field }) => field === name).map((problem) => this.#problem(problem)));
    }
    for (const entry of this.entries) entry.update();
    const id = this.controls.get("id");
    id.input.placeholder = this.id || ID_FIELD.example;
    this.code.textContent = values.name ? this.text : t("# Fill in the form. The record is written here.");
    this.path.textContent = this.recordPath;
    this.row.replaceChildren(values.name ? previewOf(values) : t("The row is shown here once the paper has a name."));
    this.#showResult(values);
  }

  #problem({ code, message, help, severity, paper, entry }) {
    const item = problemItem(`${severity} ${code}`, severity, message, help);
    if (paper !== undefined) {
      const { index } = this.works;
      const page = index.urls.paper.replace("~", () => index.id(paper));
      item.append(" ", element("a", { href: new URL(page, this.base), target: "_blank" }, index.name(paper)));
    }
    const registry = REGISTRY_OF[code];
    if (entry && this.names.paths[registry]) {
      const button = element("button", { type: "button" }, ADD_ENTRY[registry]);
      button.addEventListener("click", () => this.addEntry(registry, entry));
      item.append(" ", button);
    }
    return item;
  }

  addEntry(registry, name) {
    const entry = new NewEntry(registry, composed(name), this.names.paths[registry]);
    this.entries.push(entry);
    this.newEntries.append(entry.root);
    entry.place.append(...this.#placeOf(entry));
    this.update();
    entry.controls[0].focus();
    announce(t("The form now has fields for {name}", { name }));
  }

  #placeOf(entry) {
    const words = entry.hasOwnFile ? t("A new file:") : t("To add to the end of:");
    const path = element("code", {}, entry.path);
    if (!this.host || (entry.hasOwnFile && !this.host.add)) return [words, " ", path];
    const link = element(
      "a",
      { target: "_blank", rel: "noopener", href: editPage(this.host, entry.path) },
      entry.hasOwnFile ? t("Create it") : t("Copy this and open the file"),
    );
    link.addEventListener("click", () => {
      const page = entry.hasOwnFile ? newFilePage(this.host, entry.path, entry.text) : { url: link.href, copy: true };
      link.href = page.url;
      if (page.copy) copyText(entry.text);
    });
    return [words, " ", path, " · ", link];
  }

  #showResult({ name }) {
    const missing = this.found.filter(({ code }) => code === "PT102").map(({ field }) => field);
    const errors = this.found.filter(({ severity }) => severity === "error").length;
    if (errors > missing.length) this.result.textContent = tn("{n} problem to fix", "{n} problems to fix", errors);
    else if (errors) this.result.textContent = t("Still missing: {fields}", { fields: missing.join(", ") });
    else this.result.textContent = t("No problems found");
    this.root.classList.toggle("pt-add-valid", !errors);
    this.saveButton.disabled = this.copyButton.disabled = !name;
    this.open.hidden = !(this.edited ? this.host : this.host?.add);
    if (this.open.hidden) return;
    this.page = this.edited
      ? { url: editPage(this.host, this.edited.path), copy: true }
      : newFilePage(this.host, this.recordPath, this.text);
    this.open.href = this.page.url;
    const host = this.host.name;
    if (this.edited) this.open.textContent = t("Copy, and edit on {host}", { host });
    else this.open.textContent = this.page.copy ? t("Copy, and add on {host}", { host }) : t("Add on {host}", { host });
  }

  #opened(event) {
    const first = this.found.find(({ severity }) => severity === "error");
    if (first && this.warned !== first.message) {
      event.preventDefault();
      this.warned = first.message;
      for (const { field } of this.found) this.touched.add(field);
      this.update();
      this.controls.get(first.field).focus();
      const values = { result: this.result.textContent, message: first.message };
      announce(t("{result}. The first: {message}. Press again to open the page anyway.", values));
    } else if (this.page.copy) {
      copyText(this.text);
      announce(t("Copied the record. Replace the text of the file with it."));
    }
  }

  async copy() {
    await copyText(this.text);
    announce(t("Copied"));
  }

  /** Fills empty fields with what Crossref or DataCite know of a work. */
  async fillFrom(text) {
    const say = (report) => announce((this.lookupReport.textContent = report));
    this.lookupButton.disabled = true;
    say(t("Asking …"));
    try {
      const values = await lookUp(text, this.names.venues);
      const empty = Object.keys(values ?? {}).filter((name) => this.controls.get(name).value === undefined);
      for (const name of empty) this.controls.get(name).value = values[name];
      for (const name of empty) this.touched.add(name);
      say(
        values
          ? tn(
            "Filled in {n} field. Compare it with the paper.",
            "Filled in {n} fields. Compare them with the paper.",
            empty.length,
          )
          : t("Nothing found: enter a DOI such as 10.1145/3302424.3303953, or an arXiv id such as 1811.06965."),
      );
    } catch (error) {
      console.warn(error);
      say(t("Could not ask for this paper. Try again later, or fill in the form yourself."));
    }
    this.lookupButton.disabled = false;
    this.update();
  }

  /** Fills the form with the record of a paper. */
  async edit(id) {
    let number = 0;
    for (const letter of id) number = (number * 31 + letter.codePointAt(0)) % 1_000_003;
    const records = await readJson(new URL(`${RECORDS_FOLDER}${number % this.names.slices}.json`, this.base).href);
    const record = Object.hasOwn(records, id) ? records[id] : null;
    if (!record) throw new Error(`no record ${id}`);
    const heading = this.root.closest(".papertrail").querySelector("h1");
    heading.textContent = t("Edit a paper");
    const link = this.host && element("a", { href: editPage(this.host, record.path) }, t("Edit the file itself"));
    this.links.replaceChildren(link ?? record.path);
    if (!record.values) {
      this.root.replaceChildren(element("p", {}, t("The form cannot show this record."), " ", link ?? record.path));
      return;
    }
    this.edited = { id, ...record };
    for (const [name, control] of this.controls) {
      const value = record.values[name];
      if (control.holds(value)) control.value = value;
      else control.lock(value);
    }
    this.controls.get("id").root.remove();
    this.edited.values = this.values; // as the form has them, so that only what a reader changes differs
    this.update();
    this.loadWorks();
  }
}

/** Starts the form in its element. */
export async function startAddForm(root) {
  const base = new URL(root.getAttribute("root"), document.baseURI);
  const form = new AddForm(root, await readJson(new URL(NAMES_ADDRESS, base).href));
  const id = new URLSearchParams(location.search).get("edit");
  if (!id) return;
  try {
    await form.edit(id);
  } catch (error) {
    console.warn(error);
    form.links.textContent = t("The record \"{id}\" cannot be loaded, so this form is for a new paper.", { id });
    announce(form.links.textContent);
  }
}
