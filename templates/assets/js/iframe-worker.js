// Browsers start no web worker on pages that are opened from the disk. There, a worker is a hidden frame that runs its
// script. Material's worker for the search knows such frames by the name `IFrameWorker`.

class FrameWorker extends EventTarget {
  constructor(url) {
    super();
    this.frame = document.createElement("iframe");
    this.frame.hidden = true;
    this.frame.srcdoc = "<!doctype html><title>Worker</title>";
    this.ready = new Promise((resolve) => this.frame.addEventListener("load", resolve, { once: true })).then(() => {
      const scope = this.frame.contentWindow;
      scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      scope.importScripts = (...urls) =>
        urls.reduce((loaded, next) => loaded.then(() => this.#load(next)), Promise.resolve());
      return this.#load(new URL(url, document.baseURI).href);
    });
    document.body.append(this.frame);
  }

  /** Sends a message to the worker. */
  async postMessage(data) {
    await this.ready;
    this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }));
  }

  #load(src) {
    return new Promise((resolve, reject) => {
      const script = this.frame.contentDocument.createElement("script");
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      script.src = src;
      this.frame.contentDocument.body.append(script);
    });
  }
}

if (location.protocol === "file:") window.Worker = window.IFrameWorker = FrameWorker;
