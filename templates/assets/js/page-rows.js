// Copies of the rows that are on the page, with the columns and the style that they have there.

import { emptyTable, heading } from "./index-rows.js";
import { ROWS } from "./row-layout.js";

const HEADINGS = ":is(h2, h3, h4, h5, h6)";

export class PageRows {
  /** @param nodes the content of the page; @param topics the facet of topics */
  constructor(papers, nodes, topics) {
    Object.assign(this, { papers, topics });
    /** Rows by the paper's id, and the headings above each row. */
    this.rows = new Map();
    this.headingsAbove = new Map();
    let headings = [];
    const elements = nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
    for (const node of elements.flatMap((top) => [top, ...top.querySelectorAll(`${HEADINGS}, ${ROWS}:not(.pt-insert *)`)])) {
      if (node.matches(HEADINGS)) headings = [...headings.filter((other) => other.tagName < node.tagName), node];
      else if (node.matches(ROWS)) this.#add(node, headings);
    }
  }

  #add(row, headings) {
    const { paper } = row.dataset;
    if (!this.rows.has(paper)) this.rows.set(paper, []);
    this.rows.get(paper).push(row);
    this.headingsAbove.set(row, headings);
  }

  /** A paper's row in a group: it has one for each of its topics on the page, in the same order. */
  #original(paper, { axis, value }) {
    const rows = this.rows.get(this.papers.id(paper)) ?? [];
    const number = axis === "topic" ? this.topics.direct.at(paper).indexOf(value) : 0;
    return rows[Math.max(0, Math.min(number, rows.length - 1))];
  }

  headings(group) {
    if (!group.path) return [];
    if (group.axis !== "topic") return [{ key: group.value, create: () => heading(group.path, group.papers.length) }];
    const row = this.#original(group.papers[0], group);
    return (this.headingsAbove.get(row) ?? []).map((original) => ({
      key: original,
      create: () => original.cloneNode(true),
    }));
  }

  row(paper, group) {
    const original = this.#original(paper, group);
    if (!original) return null;
    const row = original.cloneNode(true);
    row.querySelector(".pt-detail")?.remove();
    row.querySelector(".pt-abstract")?.setAttribute("aria-expanded", "false");
    const table = original.closest("table");
    if (table) return { row, key: table.tHead.outerHTML, create: () => emptyTable(table) };
    const list = original.parentElement;
    return { row, key: list.className, create: () => emptyList(list) };
  }
}

function emptyList(list) {
  const container = list.cloneNode(false);
  return { container, inside: container };
}
