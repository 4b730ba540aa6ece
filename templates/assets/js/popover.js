// Small windows that open beside a button.

const GAP = 4;

/** Opens `popover` below `button`, or above it where there is no room; Escape and a press elsewhere close it. */
export function openBeside(popover, button) {
  popover.showPopover();
  const follow = () => place(popover, button);
  const closed = ({ newState }) => {
    if (newState !== "closed") return;
    popover.removeEventListener("toggle", closed);
    removeEventListener("scroll", follow);
    button.setAttribute("aria-expanded", "false");
  };
  follow();
  addEventListener("scroll", follow, { passive: true });
  popover.addEventListener("toggle", closed);
  button.setAttribute("aria-expanded", "true");
}

function place(popover, button) {
  const at = button.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) return popover.hidePopover();
  const { width, height } = popover.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + height > innerHeight ? Math.max(GAP, at.top - GAP - height) : below;
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP));
  Object.assign(popover.style, { top: `${top}px`, left: `${left}px` });
}
