// Which papers are new since the reader's last visit. A visit ends when no page has been opened for some time. What is
// remembered of it stays in this browser.

import { whenIdle } from "./idle.js";
import { MOST_NEW, NEWEST_PAPERS } from "./index-paths.js";
import { SITE_ROOT, isPaperId, storageKey, store } from "./marks.js";
import { canLoad, readJson } from "./site-files.js";

const VISIT_KEY = storageKey("visit");
const HOUR = 3_600_000;
/** Milliseconds after the last page at which a visit ends. */
const VISIT_ENDS_AFTER = 2 * HOUR;

/** Ids of untrusted data; throws where it is anything else. */
function parseIds(ids) {
  if (!Array.isArray(ids) || ids.length > MOST_NEW || !ids.every(isPaperId)) throw new Error("not ids");
  return new Set(ids);
}

/** The last visit: when it ended, the newest papers at its time, and which of them were new. */
function lastVisit() {
  try {
    const { at, known, fresh } = JSON.parse(localStorage.getItem(VISIT_KEY));
    return { at: Number(at), known: parseIds(known), fresh: parseIds(fresh) };
  } catch {
    return null; // none yet, or storage is blocked or holds something else
  }
}

/**
 * The papers that are not known from the last visit. Older papers move up among the newest when others are removed:
 * they are after all known ones.
 * @param newest ids of the newest papers, the latest first, each with its former ids
 */
function freshPapers(newest, known) {
  const isKnown = newest.map((ids) => ids.split(" ").some((id) => known.has(id)));
  const end = known.size < MOST_NEW || !isKnown.includes(true) ? newest.length : isKnown.lastIndexOf(true);
  return newest.filter((_, i) => i < end && !isKnown[i]).map((ids) => ids.split(" ")[0]);
}

/** Dispatches `change` when new papers are found. */
class Visit extends EventTarget {
  constructor() {
    super();
    const last = lastVisit();
    const isOver = !last || !(Math.abs(Date.now() - last.at) < VISIT_ENDS_AFTER);
    /** Ids of the papers that are new. */
    this.fresh = isOver ? new Set() : last.fresh;
    /** Resolves once they are known. */
    this.ready = !canLoad() ? Promise.resolve() : isOver ? this.#begin(last) : Promise.resolve(this.#store(last.known));
  }

  async #begin(last) {
    await new Promise((resolve) => whenIdle(resolve));
    try {
      const newest = await readJson(new URL(NEWEST_PAPERS, SITE_ROOT).href);
      if (last) this.fresh = new Set(freshPapers(newest, last.known));
      this.#store(newest.map((ids) => ids.split(" ")[0]));
    } catch {
      return; // the next page tries again
    }
    if (this.fresh.size) this.dispatchEvent(new Event("change"));
  }

  #store(known) {
    store(VISIT_KEY, { at: Date.now(), known: [...known], fresh: [...this.fresh] });
  }
}

export const visit = new Visit();
