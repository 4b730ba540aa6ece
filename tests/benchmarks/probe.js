// Stands in every page that is measured, before anything of the page itself. Times are milliseconds since navigation.

window.probe = (() => {
  const ROWS = "#papers :is(tr, li)[data-paper]";
  const INPUT = "papertrail-browse .pt-words";
  const shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifts.push(value);
  }).observe({ type: "layout-shift", buffered: true });

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = async () => {
    await frame();
    await frame();
    return performance.now();
  };
  const late = (what) => new Promise((_, reject) => setTimeout(() => reject(new Error(`${what}: not within a minute`)), 60_000));
  const until = async (what, holds) => {
    for (let start = performance.now(); performance.now() - start < 60_000; await frame()) {
      const found = holds();
      if (found) return found;
    }
    throw new Error(`${what}: not within a minute`);
  };

  /** The field to search in, where it may be typed into. */
  const input = () => {
    const found = document.querySelector(INPUT);
    return found && !found.disabled ? found : null;
  };
  /** The papers that come first, which are those that a reader sees. */
  const shown = () => {
    const rows = Array.from(document.querySelectorAll(ROWS)).filter((row) => !row.closest("[hidden]"));
    return rows.slice(0, 12).map((row) => row.dataset.paper).join(" ");
  };

  /** When the browser has painted the first row: it tells of an element that was marked before. */
  const rows = new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({ type: "element", buffered: true });
  });
  const marker = new MutationObserver(() => {
    const row = document.querySelector(ROWS);
    if (!row) return;
    // Which of its boxes holds the text that the browser tells of depends on the layout.
    for (const part of [row, ...row.querySelectorAll("*")]) part.setAttribute("elementtiming", "row");
    marker.disconnect();
  });
  marker.observe(document, { childList: true, subtree: true });
  /** When what handles the field's events has been defined. */
  const handled = customElements.whenDefined("papertrail-browse").then(() => performance.now());
  const usable = Promise.all([rows, handled]).then((times) => Math.max(...times));

  /** Types `query` as soon as there is a field to type in; tells when the page is usable and when `paper` is shown first. */
  async function search(query, paper) {
    const before = shown();
    await Promise.race([usable, late("usable")]);
    const found = await until("field", input);
    found.focus();
    found.value = query;
    found.dispatchEvent(new InputEvent("input", { bubbles: true, data: query, inputType: "insertText" }));
    await until("found", () => shown() !== before && shown().split(" ").includes(paper));
    return { usable: await usable, search: await painted() };
  }

  let key = null;
  addEventListener("keydown", ({ timeStamp }) => {
    if (key) key.pressed = timeStamp;
  }, { capture: true });

  /** Gets ready for a key: what changes the rows from now on is written down with the frame that shows it. */
  function expect() {
    key = { pressed: 0, last: performance.now(), frames: [] };
    key.observer = new MutationObserver(async () => {
      const now = key;
      now.last = performance.now();
      const papers = shown();
      const time = await painted();
      now.last = performance.now();
      now.frames.push({ papers, time });
    });
    const box = document.getElementById("papers");
    key.observer.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "class", "style"] });
  }

  /**
   * Waits until nothing has changed for `quiet` milliseconds: the time from the key to the frame that shows the rows that
   * are shown first in the end, and to the last frame that changes any; null where the key changed nothing.
   */
  async function answer(quiet) {
    while (performance.now() - Math.max(key.last, key.pressed) < quiet) await new Promise((resolve) => setTimeout(resolve, 20));
    const { observer, frames, pressed } = key;
    observer.disconnect();
    key = null;
    const end = shown();
    if (!frames.length) return null;
    const first = frames.find(({ papers }) => papers === end) ?? frames.at(-1);
    return { rows: first.time - pressed, all: frames.at(-1).time - pressed };
  }

  /** How many rows stand wholly in the window, below the header that stays on top. */
  function whole() {
    const top = Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);
    return Array.from(document.querySelectorAll(":is(tr, li)[data-paper]")).filter((row) => {
      const box = row.getBoundingClientRect();
      return row.checkVisibility() && box.height > 0 && box.top >= top - 1 && box.bottom <= innerHeight;
    }).length;
  }

  const inRow = () => Boolean(document.activeElement?.closest(":is(tr, li)[data-paper]"));
  const shift = () => shifts.reduce((sum, value) => sum + value, 0);
  return { rows, usable, search, expect, answer, whole, inRow, shift };
})();
