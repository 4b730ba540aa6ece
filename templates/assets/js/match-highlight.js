// Highlights the words that a search has found, without changing the document. Browsers that lack this highlight none.

import { ROWS } from "./row-layout.js";
import { fold, WORDS } from "./tokens.js";

const HIGHLIGHT = "pt-match";

/** Highlights in the rows of an element what the matchers of a search match; nothing without matchers. */
export function highlightMatches(box, matchers) {
  const registry = globalThis.CSS?.highlights;
  if (!registry || !globalThis.Highlight) return;
  const ranges = matchers.length ? [...rangesIn(box, matchers)] : [];
  if (ranges.length) registry.set(HIGHLIGHT, new Highlight(...ranges));
  else registry.delete(HIGHLIGHT);
}

function* rangesIn(box, matchers) {
  for (const row of box.querySelectorAll(ROWS)) {
    for (const nodes of textNodesIn(row)) {
      const text = nodes.map(({ data }) => data).join("");
      for (const { 0: word, index } of text.matchAll(WORDS)) {
        const found = matchedPart(word, matchers);
        if (found) yield rangeOf(nodes, index + found[0], index + found[1]);
      }
    }
  }
}

/** The texts in an element, each as its nodes: `<wbr>` may divide a word. */
function* textNodesIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let nodes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (nodes.length && node.previousSibling?.nodeName !== "WBR") {
      yield nodes;
      nodes = [];
    }
    nodes.push(node);
  }
  if (nodes.length) yield nodes;
}

/** Where the part of a word that is found starts and ends; null if none is. */
function matchedPart(word, matchers) {
  const folded = fold(word);
  const matcher = matchers.find((each) => each.matches(folded));
  if (!matcher) return null;
  const at = folded.length === word.length ? folded.indexOf(matcher.word) : -1;
  return at < 0 ? [0, word.length] : [at, at + matcher.word.length];
}

function rangeOf(nodes, from, to) {
  const range = new Range();
  range.setStart(...positionOf(nodes, from, false));
  range.setEnd(...positionOf(nodes, to, true));
  return range;
}

/** The node and the offset in it of an offset in all nodes; at a border the one before if `atEnd`. */
function positionOf(nodes, offset, atEnd) {
  for (const node of nodes) {
    if (offset < node.length || (atEnd && offset === node.length)) return [node, offset];
    offset -= node.length;
  }
  return [nodes.at(-1), nodes.at(-1).length];
}
