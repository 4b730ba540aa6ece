// New entries of the registries of venues and institutions, which a new paper may need.

import { newControl } from "./add-controls.js";
import { element } from "./dom.js";
import { asYaml, entryFileName } from "./names.js";
import { ENTRY_FIELDS } from "./record-contract.js";
import { fieldText } from "./record-yaml.js";
import { t } from "./words.js";

/** Labels of the buttons that add an entry to a registry. */
export const ADD_ENTRY = { "_venues.yml": t("Add this venue"), "_institutions.yml": t("Add this institution") };
/** Labels of the fields of a new entry. */
const LABELS = { "_venues.yml": t("New venue:"), "_institutions.yml": t("New institution:") };

/** The registry that a problem asks to add an entry to, by the code of the problem. */
export const REGISTRY_OF = { PT202: "_venues.yml", PT203: "_institutions.yml" };

export class NewEntry {
  /** @param target the file of the registry, or its folder with a file per entry */
  constructor(registry, name, target) {
    Object.assign(this, { registry, name, target });
    this.controls = ENTRY_FIELDS[registry]
      .filter((field) => field.name !== "name")
      .map((field) => newControl(field, []));
    this.code = element("code");
    this.place = element("p");
    this.root = element(
      "fieldset",
      { class: "pt-add-field pt-add-inner" },
      element("legend", {}, `${LABELS[registry]} ${name}`),
      ...this.controls.map(({ root }) => root),
      this.place,
      element("pre", {}, this.code),
    );
  }

  get hasOwnFile() {
    return !this.target.endsWith(".yml");
  }

  get path() {
    return this.hasOwnFile ? `${this.target}/${entryFileName(this.name) || "entry.yml"}` : this.target;
  }

  get text() {
    const lines = [
      `name: ${asYaml(this.name)}\n`,
      ...this.controls.map((control) => fieldText(control.field, control.value)),
    ]
      .join("")
      .split(/\n(?=.)/);
    return this.hasOwnFile ? lines.join("\n") : `- ${lines.join("\n  ")}`;
  }

  update() {
    this.code.textContent = this.text;
  }
}
