// The controls of the form, one for each field of the table.

import { ChoiceControl, Control, LinesControl, TextControl } from "./add-control.js";
import { LinksControl, NamesControl, PairsControl } from "./add-rows.js";
import { element } from "./dom.js";

/** The fields of a field. */
class FieldsControl extends Control {
  constructor(field) {
    super(field);
    this.controls = field.fields.map((inner) => newControl(inner, []));
    this.root = element(
      "fieldset",
      { class: "pt-add-field pt-add-inner" },
      element("legend", {}, ...this.label),
      this.help,
      ...this.controls.map(({ root }) => root),
      this.report,
    );
  }

  holds(value = {}) {
    return this.controls.every(({ field, holds }, i) => holds.call(this.controls[i], value[field.name]));
  }

  get value() {
    const values = Object.fromEntries(
      this.controls.map((control) => [control.field.name, control.value]).filter(([, value]) => value),
    );
    return Object.keys(values).length ? values : undefined;
  }

  set value(values) {
    for (const control of this.controls) control.value = values?.[control.field.name];
  }
}

const CHOSEN = ["topic", "venue", "institutions", "keywords"];

/** A control for a field, with texts to choose from. */
export function newControl(field, choices) {
  if (CHOSEN.includes(field.name)) return new NamesControl(field, choices);
  switch (field.kind) {
    case "LINKS":
      return new LinksControl(field, choices);
    case "PAIRS":
      return new PairsControl(field, choices);
    case "FIELDS":
      return new FieldsControl(field);
    case "CHOICE":
      return new ChoiceControl(field);
    case "NAMES":
    case "LINES":
    case "AUTHORS":
      return new LinesControl(field);
    default:
      return new TextControl(field);
  }
}
