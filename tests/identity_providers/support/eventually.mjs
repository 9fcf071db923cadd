import { setTimeout as pause } from 'node:timers/promises';

/** Looks again and again until `look` gives something, and gives up after `seconds`. */
export async function eventually(what, look, seconds = 30) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(20);
  }
}
