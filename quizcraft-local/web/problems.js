import { h } from './dom.js';
import { ApiError, Incomplete } from './errors.js';

/** Statuses that the player can do something about in the form where they occur. */
const INLINE = [400, 413, 422, 429, 500];

/** Returns the place in a form for what is wrong with it. */
export const problemPlace = () => h('p', { class: 'problem', role: 'alert', dir: 'auto', hidden: true });

/** Shows or clears a problem. @param {HTMLElement} place @param {...(Node | string)} message */
export function explain(place, ...message) {
  place.replaceChildren(...message);
  place.hidden = message.length === 0;
}

/**
 * Runs an action of a form. Returns its result, or shows what the player can correct.
 *
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} action
 * @returns {Promise<T | undefined>}
 */
export async function orExplain(place, action) {
  explain(place);
  try {
    return await action();
  } catch (error) {
    const isInline = error instanceof Incomplete || (error instanceof ApiError && INLINE.includes(error.status));
    if (!isInline) throw error;
    explain(place, sentence(error.message));
  }
}

/** Error messages of the service start in lower case. @param {string} text */
function sentence(text) {
  const start = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
