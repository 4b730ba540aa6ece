// Popovers that open next to a button.

/** Pixels between a popover and its button, and the edge of the window. */
const GAP = 4;

/** Opens a popover below a button, or above it where there is no room. Escape and a click elsewhere close it. */
export function openPopover(popover, button) {
  popover.showPopover();
  const follow = () => place(popover, button);
  const toggled = ({ newState }) => {
    if (newState !== "closed") return;
    popover.removeEventListener("toggle", toggled);
    removeEventListener("scroll", follow);
    button.setAttribute("aria-expanded", "false");
  };
  follow();
  addEventListener("scroll", follow, { passive: true });
  popover.addEventListener("toggle", toggled);
  button.setAttribute("aria-expanded", "true");
}

function place(popover, button) {
  const anchor = button.getBoundingClientRect();
  if (anchor.bottom < 0 || anchor.top > innerHeight) return popover.hidePopover();
  const { width, height } = popover.getBoundingClientRect();
  const below = anchor.bottom + GAP;
  const top = below + height > innerHeight ? Math.max(GAP, anchor.top - GAP - height) : below;
  const left = Math.max(GAP, Math.min(anchor.left, document.documentElement.clientWidth - width - GAP));
  Object.assign(popover.style, { top: `${top}px`, left: `${left}px` });
}
