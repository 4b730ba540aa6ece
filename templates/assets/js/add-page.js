// `<papertrail-add>`: the form for a new paper. Its scripts are only loaded on its page.

import { domReady } from "./dom.js";
import { t } from "./words.js";

class AddPage extends HTMLElement {
  async connectedCallback() {
    try {
      const [form] = await Promise.all([import("./add.js"), domReady()]);
      if (this.isConnected && !this.firstChild) await form.startAddForm(this);
    } catch (error) {
      this.textContent = t("Could not load the form. Check your connection and reload the page.");
      console.warn(error);
    }
  }
}

export const defineAddPage = () => customElements.define("papertrail-add", AddPage);
