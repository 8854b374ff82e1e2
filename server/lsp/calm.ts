// Waits until somebody who types makes a pause, so that work for other files does not come before the answer about the one that is typed in.

/** Settles when nothing has changed while `wait` took. Both are asked anew after each change. */
export async function calm(changed: () => Promise<void>, wait: () => Promise<void>): Promise<void> {
  for (let again = true; again; ) again = await Promise.race([changed().then(() => true), wait().then(() => false)]);
}
