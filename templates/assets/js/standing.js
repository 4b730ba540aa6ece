// Rows that stand on the page already: shown again elsewhere as copies, with the columns and the style they have there.

import { ROWS } from "./later.js";
import { emptyTable, heading } from "./rows.js";

const HEADINGS = ":is(h2, h3, h4, h5, h6)";

export class StandingRows {
  /** @param nodes what stands on the page, in its order; @param topics the facet that papers are filed by */
  constructor(papers, nodes, topics) {
    Object.assign(this, { papers, topics });
    this.rows = new Map();
    this.above = new Map();
    let headings = [];
    const elements = nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
    for (const node of elements.flatMap((found) => [found, ...found.querySelectorAll(`${HEADINGS}, ${ROWS}`)])) {
      if (node.matches(HEADINGS)) headings = [...headings.filter((other) => other.tagName < node.tagName), node];
      if (!node.matches(ROWS)) continue;
      this.rows.set(node.dataset.paper, [...(this.rows.get(node.dataset.paper) ?? []), node]);
      this.above.set(node, headings);
    }
  }

  /** A paper's row under a topic: a paper has as many rows as it has topics here, in the same order. */
  #standing(paper, { axis, value }) {
    const rows = this.rows.get(this.papers.id(paper)) ?? [];
    const number = axis === "topic" ? this.topics.own.at(paper).indexOf(value) : 0;
    return rows[Math.max(0, Math.min(number, rows.length - 1))];
  }

  headings(group) {
    if (!group.path) return [];
    if (group.axis !== "topic") return [{ key: group.value, make: () => heading(group.path, group.papers.length) }];
    const row = this.#standing(group.papers[0], group);
    return (this.above.get(row) ?? []).map((found) => ({ key: found, make: () => found.cloneNode(true) }));
  }

  row(paper, group) {
    const standing = this.#standing(paper, group);
    if (!standing) return null;
    const table = standing.closest("table");
    const row = standing.cloneNode(true);
    if (table) return { row, key: table.tHead.outerHTML, make: () => emptyTable(table) };
    const list = standing.parentElement;
    const make = () => {
      const made = list.cloneNode(false);
      return { made, inside: made };
    };
    return { row, key: list.className, make };
  }
}
