// Stands before the theme's worker that searches, and fetches it, with the whole index, when something is searched for:
// the two are larger than all else that a page needs. The part after `#` of its address names the theme's worker.
//
// Messages are those of Material for MkDocs: an index, that it is ready, a query, and what was found.

const [INDEX, READY, QUERY, FOUND] = [0, 1, 2, 3];

const tell = postMessage.bind(self);
let given = null;
let query = "";
let loading = null;

const hand = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

function stand({ data: { type, data } }) {
  if (type === INDEX) {
    given = data;
    tell({ type: READY });
  } else if (type === QUERY) {
    query = data;
    if (query) loading ??= begin().catch(failed);
    else tell({ type: FOUND, data: { items: [] } });
  }
}

async function begin() {
  const [index] = await Promise.all([
    fetch(new URL("../../../search/entries.json", location)).then((answer) => answer.json()),
    fetch(location.hash.slice(1)), // so that reading it below, which holds all else up, finds it here
  ]);
  removeEventListener("message", stand);
  importScripts(location.hash.slice(1));
  self.postMessage = (message) => {
    if (message.type !== READY) return tell(message);
    self.postMessage = tell;
    hand(QUERY, query);
  };
  hand(INDEX, { ...given, docs: index.docs });
}

function failed(error) {
  loading = null; // tried again with the next query
  console.warn(error);
}

addEventListener("message", stand);
