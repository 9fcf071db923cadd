import { setTimeout as pause } from 'node:timers/promises';

/** Polls until `poll` returns a truthy value. Throws after `seconds`. */
export async function eventually(what, poll, seconds = 30) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await poll();
    if (seen) return seen;
    if (performance.now() > deadline) throw new Error(`timed out after ${seconds} s: ${what}`);
    await pause(20);
  }
}
