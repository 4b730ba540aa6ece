// Shows how many papers are read, and how many are new since the last visit.

import { element } from "./dom.js";
import { marks } from "./marks.js";
import { visit } from "./visit.js";
import { formatNumber, tn } from "./words.js";

const distinct = (papers) => [...new Set(Array.from(papers, ({ dataset }) => dataset.paper))];
const isRead = (id) => marks.of(id).includes("read");

/** `12 of 44 read`; empty if none is. */
function readCount(ids) {
  const read = ids.filter(isRead).length;
  const total = formatNumber(ids.length);
  return read ? tn("{n} of {total} read", "{n} of {total} read", read, { total }) : "";
}

function newLink(count, href) {
  const text = tn("{n} new since your last visit", "{n} new since your last visit", count);
  return count ? element("a", { class: "pt-new", href }, text) : "";
}

/** Ids of the papers of the page; none as long as it shows only some of them. */
async function papersOfPage(bar) {
  await bar.starting;
  await bar.loading;
  if (bar.browse) return bar.browse.ids;
  return bar.hasAttribute("whole") ? [] : distinct(bar.box.querySelectorAll("[data-paper]"));
}

async function showOfPage(line) {
  const bar = document.querySelector("papertrail-browse");
  const ids = await papersOfPage(bar);
  const count = ids.filter((id) => visit.fresh.has(id)).length;
  line.replaceChildren(...[readCount(ids), newLink(count, "?mark=new")].filter(Boolean));
}

/** Shows both wherever the page has room for it. */
export async function showProgress() {
  for (const path of document.querySelectorAll(".pt-start")) {
    path.querySelector(".pt-path-progress").textContent = readCount(distinct(path.querySelectorAll("[data-paper]")));
  }
  const line = document.querySelector(".pt-progress");
  const { browse } = line?.dataset ?? {};
  if (browse) line.replaceChildren(newLink(visit.fresh.size, `${browse}?mark=new`));
  else if (line) await showOfPage(line);
}
