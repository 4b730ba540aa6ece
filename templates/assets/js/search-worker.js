// Replaces the theme's search worker, and loads that one and the whole index at the first search: the two are larger
// than everything else that a page needs. The fragment of its URL is the URL of the theme's worker.

/** Types of messages in Material for MkDocs: the index, that the worker is ready, a query, and its results. */
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];

const post = postMessage.bind(self);
let setup = null;
let query = "";
let loading = null;

const receive = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

function onMessage({ data: { type, data } }) {
  if (type === SETUP) {
    setup = data;
    post({ type: READY });
  } else if (type === QUERY) {
    query = data;
    if (query) loading ??= load().catch(failed);
    else post({ type: RESULT, data: { items: [] } });
  }
}

async function load() {
  const themeWorker = location.hash.slice(1);
  const [index] = await Promise.all([
    fetch(new URL("../../../search/entries.json", location)).then((response) => response.json()),
    fetch(themeWorker), // `importScripts` blocks; it then finds the file in the cache
  ]);
  removeEventListener("message", onMessage);
  importScripts(themeWorker);
  self.postMessage = (message) => {
    if (message.type !== READY) return post(message);
    self.postMessage = post;
    receive(QUERY, query);
  };
  receive(SETUP, { ...setup, docs: index.docs });
}

function failed(error) {
  loading = null; // the next query tries again
  console.warn(error);
}

addEventListener("message", onMessage);
