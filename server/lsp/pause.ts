// Lets the event loop go on during long work, so that requests and their cancellations arrive.

/** How long others may have to wait, in milliseconds. */
const patience = 10;

/** Answers at once until it has been working for a while, then after everything that was waiting. */
export function createPause(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < patience) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
