// Work that can wait until the browser is idle.

/** Milliseconds after which the work is done even if the browser is busy. */
const TIMEOUT = 500;
/** Milliseconds to wait where the browser cannot tell when it is idle. */
const FALLBACK_DELAY = 20;

/** Calls `work` when the browser is idle, with a function that returns how many milliseconds are left. */
export const whenIdle = (work) =>
  window.requestIdleCallback
    ? requestIdleCallback((deadline) => work(() => deadline.timeRemaining()), { timeout: TIMEOUT })
    : setTimeout(work, FALLBACK_DELAY, () => 0);
