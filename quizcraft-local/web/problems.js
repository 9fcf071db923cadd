import { h } from './dom.js';
import { Advice, ApiError } from './errors.js';
import { expectScreen } from './loading.js';
import { countingDown } from './time.js';

/** Statuses that a player can do something about in the form. */
const INLINE = [400, 413, 422, 429, 500];

/** Of these, those that say that what was entered is not accepted. */
const REJECTED = [400, 413, 422];

/** Controls name the place of their problems in `aria-describedby`. @param {string} id */
export const problemPlace = (id = '') => h('p.problem', { role: 'alert', dir: 'auto', hidden: true, ...(id && { id }) });

/** @param {HTMLElement} place @param {...(Node | string)} message */
export function explain(place, ...message) {
  place.replaceChildren(...message);
  place.hidden = message.length === 0;
  for (const control of controlsOf(place)) control.ariaInvalid = null;
}

/** Explains what has to be changed in the control of this place. @param {HTMLElement} place @param {...(Node | string)} message */
export function reject(place, ...message) {
  explain(place, ...message);
  for (const control of controlsOf(place)) control.ariaInvalid = 'true';
}

/** @param {HTMLElement} place */
const controlsOf = ({ id }) => document.querySelectorAll(`:is(input, [role="radiogroup"])[aria-describedby~="${id || '-'}"]`);

/**
 * Runs the action of a form, after which another screen appears. Returns its result, or shows what the player can do.
 * While it runs, a second click has no effect.
 *
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} action
 * @param {string} waiting what the player reads if it takes long
 */
export async function orExplain(place, action, waiting = 'Loading…') {
  const part = place.closest('form, section') ?? place;
  if (part.matches('[aria-busy]')) return undefined;
  explain(place);
  begin(part);
  const stay = expectScreen(waiting);
  try {
    return await action();
  } catch (error) {
    const problem = advice(error);
    const show = error instanceof ApiError && !REJECTED.includes(error.status) ? explain : reject;
    stay();
    end(part);
    show(place, ...problem);
    return undefined;
  }
}

/** A disabled button would lose the focus, so it is only marked as such. @param {Element} part */
function begin(part) {
  part.setAttribute('aria-busy', 'true');
  for (const button of buttonsOf(part)) button.setAttribute('aria-disabled', 'true');
}

/** @param {Element} part */
function end(part) {
  part.removeAttribute('aria-busy');
  for (const button of buttonsOf(part)) button.removeAttribute('aria-disabled');
}

/** The buttons of an option mark themselves. @param {Element} part */
const buttonsOf = (part) => part.querySelectorAll('button:not(.option *)');

/** Returns what the player can do in the form. Throws any other error. @param {unknown} error */
function advice(error) {
  if (error instanceof Advice) return [sentence(error.message)];
  if (!(error instanceof ApiError && INLINE.includes(error.status))) throw error;
  if (!error.retryAfter) return [sentence(error.message)];
  return [sentence(error.message), ' Try again in ', countingDown(error.retryAfter), '.'];
}

/** Errors of the service start in lower case and end without a point. @param {string} text */
export const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1).replace(/\.?$/, '.');
