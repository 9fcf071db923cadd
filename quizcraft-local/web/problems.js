import { h } from './dom.js';
import { Advice, ApiError } from './errors.js';

/** Statuses that a player can do something about in the form where they occur. */
const INLINE = [400, 413, 422, 429, 500];

/** Returns the place in a form for what is wrong with it. */
export const problemPlace = () => h('p', { class: 'problem', role: 'alert', dir: 'auto', hidden: true });

/** Shows a problem, or none. @param {HTMLElement} place @param {...(Node | string)} message */
export function explain(place, ...message) {
  place.replaceChildren(...message);
  place.hidden = message.length === 0;
}

/**
 * Runs the action of a form. Returns its result, or shows what the player can correct.
 *
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} action
 * @param {(error: Error) => void} elaborate may show more than the message
 */
export async function orExplain(place, action, elaborate = () => {}) {
  explain(place);
  try {
    return await action();
  } catch (error) {
    const isInline = error instanceof Advice || (error instanceof ApiError && INLINE.includes(error.status));
    if (!isInline) throw error;
    explain(place, sentence(error.message));
    elaborate(error);
  }
}

/** Errors of the service start in lower case and end without a point. @param {string} text */
export const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1).replace(/\.?$/, '.');
