// Small windows that open beside a button.

const GAP = 4;

/** Opens `popover` below `button`, or above it where there is no room; Escape and a press elsewhere close it. */
export function openBeside(popover, button) {
  popover.showPopover();
  const at = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + size.height > innerHeight ? Math.max(GAP, at.top - GAP - size.height) : below;
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - size.width - GAP));
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
  button.setAttribute("aria-expanded", "true");
  const close = (event) => {
    if (event.newState !== "closed") return;
    popover.removeEventListener("toggle", close);
    button.setAttribute("aria-expanded", "false");
    removeEventListener("scroll", away);
  };
  const away = () => popover.hidePopover();
  popover.addEventListener("toggle", close);
  addEventListener("scroll", away, { once: true });
}
