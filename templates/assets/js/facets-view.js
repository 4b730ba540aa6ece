// Puts the facets next to the rows where there is room, otherwise into a drawer.

import { FacetPanel } from "./facet-panel.js";
import { FilterDrawer } from "./filter-drawer.js";
import { formatPapers } from "./format.js";

export class FacetsView {
  /** @param actions `toggle`, `setYears`, `clear`, and `closed` for when the drawer has been closed */
  constructor(bar, state, actions) {
    Object.assign(this, { bar, state, actions });
  }

  get drawerOpen() {
    return Boolean(this.drawer?.open);
  }

  /** Puts the facets where they are visible, if anywhere, and updates them. */
  place() {
    const { column } = this.bar;
    const inColumn = column?.checkVisibility();
    if (!inColumn && !this.drawerOpen) return;
    this.panel ??= new FacetPanel(this.state, this.actions);
    const parent = inColumn ? column : this.drawer.body;
    if (this.panel.element.parentElement !== parent) parent.append(this.panel.element);
    this.update();
  }

  /** Updates the facets if they are visible. */
  update() {
    const element = this.panel?.element;
    if (!element?.isConnected || !(this.drawerOpen || this.bar.column?.contains(element))) return;
    this.panel.update(this.state.result, this.state.query);
  }

  openDrawer() {
    if (!this.drawer) {
      this.drawer = new FilterDrawer(this.actions);
      this.bar.append(this.drawer.element);
    }
    this.updateCount();
    this.drawer.show();
    this.place();
  }

  /** Shows in the drawer how many papers match. */
  updateCount() {
    this.drawer?.setCount(formatPapers(this.state.result.count));
  }

  remove() {
    this.drawer?.element.remove();
  }
}
