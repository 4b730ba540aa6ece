// Hides the rows of a page whose URL asks for some of them, until `browse.js` shows those.
//
// It is also a script of its own, which runs before the browser shows anything of the page.

import { FIELD, QUERY_KEYS } from "./query-keys.js";
import { canLoad } from "./site-files.js";

const root = document.documentElement;

/** Hides the rows of the page if its URL asks for some of them. */
export function hideRowsNotAskedFor() {
  const keys = [...new URLSearchParams(location.search).keys()].map((key) => key.replace(/^no-/, ""));
  if (canLoad() && keys.some((key) => QUERY_KEYS.includes(key) || key.startsWith(FIELD))) root.dataset.ptAsked = "loading";
  else delete root.dataset.ptAsked;
}

/** Shows the rows of the page. They keep their height, so that what is below them stays there. */
export function showRowsAskedFor() {
  if (root.dataset.ptAsked) root.dataset.ptAsked = "shown";
}

/** Leaves room above the rows for the line of progress, if there is any: later it would move them. */
export function leaveRoomForProgress() {
  if (hasProgress()) root.dataset.ptProgress = "";
}

function hasProgress() {
  try {
    return Object.entries(localStorage).some(
      ([key, value]) =>
        (key.startsWith("papertrail-marks:") && value !== "{}") ||
        (key.startsWith("papertrail-visit:") && JSON.parse(value).fresh.length > 0),
    );
  } catch {
    return false; // storage is blocked, or holds something else
  }
}

hideRowsNotAskedFor();
leaveRoomForProgress();
