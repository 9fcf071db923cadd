import { h } from './dom.js';
import { Advice, ApiError } from './errors.js';
import { ticking } from './time.js';

/** Statuses that a player can do something about in the form. */
const INLINE = [400, 413, 422, 429, 500];

export const problemPlace = () => h('p.problem', { role: 'alert', dir: 'auto', hidden: true });

/** @param {HTMLElement} place @param {...(Node | string)} message */
export function explain(place, ...message) {
  place.replaceChildren(...message);
  place.hidden = message.length === 0;
}

/**
 * Runs the action of a form. Returns its result, or shows what the player can do.
 *
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} action
 */
export async function orExplain(place, action) {
  const form = place.closest('form');
  explain(place);
  form?.setAttribute('aria-busy', 'true');
  try {
    return await action();
  } catch (error) {
    const isApiError = error instanceof ApiError;
    if (!(error instanceof Advice || (isApiError && INLINE.includes(error.status)))) throw error;
    const wait = isApiError && error.retryAfter ? [' Try again in ', ticking(error.retryAfter, -1), '.'] : [];
    explain(place, sentence(error.message), ...wait);
  } finally {
    form?.removeAttribute('aria-busy');
  }
}

/** Errors of the service start in lower case and end without a point. @param {string} text */
export const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1).replace(/\.?$/, '.');
