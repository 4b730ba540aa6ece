// The URL of a page and the history of its queries.

const hasModifier = (event) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

export class BrowseHistory {
  /** @param listener `queryChanged` for a new query in the URL, `targetFollowed` with its hash before scrolling to a target */
  constructor(listener, signal) {
    this.listener = listener;
    this.path = location.pathname;
    this.search = location.search;
    addEventListener("popstate", () => this.#popped(), { signal });
    document.addEventListener("click", (event) => this.#clicked(event), { capture: true, signal });
  }

  /** Adds an entry with the query that `state` has, unless the URL already asks for it. */
  push(state) {
    const { pathname, search } = location;
    if (pathname !== this.path) return;
    const query = state.format(search);
    if (query === state.normalize(search)) return;
    history.pushState(null, "", this.path + query);
    this.search = location.search;
  }

  /** Follows links from the page to itself without loading it; the theme would load it, or do nothing. */
  #clicked(event) {
    const link = event.target.closest?.("a[href]:not([aria-haspopup])");
    if (!link || link.target || event.button || hasModifier(event)) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== this.path) return;
    const isHere = url.search === location.search;
    if (isHere ? !url.hash : url.hash && url.search) return;
    event.preventDefault();
    event.stopPropagation();
    if (url.hash) return this.#follow(url.hash);
    history.pushState(null, "", url);
    this.#changed();
    scrollTo(0, 0);
  }

  #follow(hash) {
    this.listener.targetFollowed(hash);
    // Another hash is the only one that the browser scrolls to.
    if (location.hash === hash) history.replaceState(null, "", location.pathname + location.search);
    location.hash = hash;
  }

  /** Handles Back and Forward between queries of this page. */
  #popped() {
    if (location.pathname === this.path && location.search !== this.search) this.#changed();
  }

  #changed() {
    this.search = location.search;
    this.listener.queryChanged();
  }
}
