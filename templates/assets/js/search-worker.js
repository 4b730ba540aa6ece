// Replaces the theme's search worker, and loads what is large at the first search: the papers, which Browse finds in the
// same order, then that worker and the index of all other pages. The fragment of its URL is the URL of the theme's worker.

/** Types of messages in Material for MkDocs: the index, that the worker is ready, a query, and its results. */
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
const ROOT = new URL("../../../", location);

const post = postMessage.bind(self);
let setup = null;
let query = "";
let loading = null;
let papers = null;
/** The last result of the theme's worker; null until it has answered the query. */
let pages = null;

const receive = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

function onMessage({ data: { type, data } }) {
  if (type === SETUP) {
    setup = data;
    post({ type: READY });
  } else if (type === QUERY) {
    query = data;
    pages = null;
    if (query) loading ??= load().catch(failed);
    if (!query || papers) postResult();
  }
}

/** Shows the papers, then a link to all of them in Browse, then the pages that are none of them. */
function postResult() {
  const found = query && papers ? papers.find(query) : [];
  const shown = new Set(found.map(([{ location }]) => location));
  const others = query && pages ? pages.items.filter(([{ location }]) => !shown.has(location)) : [];
  post({ type: RESULT, data: { ...pages, items: [...found, ...others] } });
}

async function load() {
  const index = fetch(new URL("search/entries.json", ROOT)).then((response) => response.json());
  importScripts("search-papers.js");
  papers = await loadPapers(ROOT, () => query && postResult()).catch(console.warn);
  if (papers && query) postResult();
  await loadPages(await index);
}

/** Starts the theme's worker with the pages that are no papers. */
async function loadPages({ docs }) {
  const themeWorker = location.hash.slice(1);
  await fetch(themeWorker); // `importScripts` blocks; it then finds the file in the cache
  importScripts(themeWorker); // it hears of each query after `onMessage`, which forgets the pages of the one before
  self.postMessage = (message) => {
    if (message.type === READY) return receive(QUERY, query);
    pages = message.data;
    postResult();
  };
  receive(SETUP, { ...setup, docs: papers ? docs.filter(({ paper }) => !paper) : docs });
}

function failed(error) {
  loading = null; // the next query tries again
  console.warn(error);
}

addEventListener("message", onMessage);
