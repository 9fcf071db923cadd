import { announce, button, clearAnnouncements, countingDown, h } from './dom.js';
import { Advice, ApiError } from './http.js';

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

/** The bar that says why requests wait, counts down to the next attempt, and offers one at once. */
export class OutageBar extends EventTarget {
  #element = /** @type {HTMLElement} */ (document.querySelector('#outage'));
  #text = h('span');
  #button = button(() => this.dispatchEvent(new Event('retry')), 'Try now');
  /** The requests that have failed, and when each is sent again: never while it is on its way. */
  #requests = /** @type {Map<object, { status: number, next: number }>} */ (new Map());

  constructor() {
    super();
    this.#element.append(this.#text, this.#button);
  }

  /** A request has failed, and waits. @param {object} request @param {number} status @param {number} seconds */
  waits(request, status, seconds) {
    if (this.#requests.size === 0) announce(`${reason(status)} Trying again.`);
    this.#requests.set(request, { status, next: performance.now() + seconds * 1000 });
    this.#show();
  }

  /** A request is sent again. @param {object} request */
  tries(request) {
    const failed = this.#requests.get(request);
    if (failed) failed.next = Infinity;
    this.#show();
  }

  /** A request needs no further attempt. @param {object} request @param {boolean} isAnswered */
  ended(request, isAnswered) {
    if (!this.#requests.delete(request)) return;
    if (isAnswered && this.#requests.size === 0) announce('Connected again.');
    this.#show();
  }

  #show() {
    const [soonest] = [...this.#requests.values()].sort((one, other) => one.next - other.next);
    if (soonest === undefined) return this.#hide();
    const isTrying = soonest.next === Infinity;
    const seconds = Math.ceil((soonest.next - performance.now()) / 1000);
    const next = isTrying ? ['Trying now…'] : ['Trying again in ', countingDown(Math.max(0, seconds)), '.'];
    this.#text.replaceChildren(`${reason(soonest.status)} `, ...next);
    this.#button.ariaDisabled = String(isTrying);
    this.#element.hidden = false;
  }

  #hide() {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    if (hadFocus) document.querySelector('h1')?.focus();
  }
}

/** @param {number} status */
function reason(status) {
  if (status !== 0) return 'The server is busy.';
  return navigator.onLine ? 'The server does not respond.' : 'You are offline.';
}

/** The time in milliseconds after which a player wonders whether anything happens. */
const UNNOTICED = 400;

const page = /** @type {HTMLElement} */ (document.querySelector('main'));
const note = /** @type {HTMLElement} */ (document.querySelector('#loading'));

/** What the player waits for, and the timer that shows it. */
let expected = { message: '', timer: 0 };

/** @type {Element[]} */
let disabled = [];

/**
 * Says what the player waits for, unless a new screen appears soon. Until then, the buttons of the old one do nothing.
 *
 * @param {string} message
 * @returns {() => void} to be called if the old screen stays
 */
export function expectScreen(message) {
  clearTimeout(expected.timer);
  const mine = { message, timer: note.hidden ? window.setTimeout(showNote, UNNOTICED) : 0 };
  expected = mine;
  if (!note.hidden) note.textContent = message;
  return () => {
    if (expected === mine) screenAppeared();
  };
}

/** Ends the wait for a screen. */
export function screenAppeared() {
  clearTimeout(expected.timer);
  clearAnnouncements(expected.message);
  note.hidden = true;
  page.removeAttribute('aria-busy');
  for (const button of disabled) button.removeAttribute('aria-disabled');
  disabled = [];
}

function showNote() {
  // The page itself says so before its first screen.
  if (page.querySelector('h1') === null) return;
  note.textContent = expected.message;
  note.hidden = false;
  page.setAttribute('aria-busy', 'true');
  disabled = [...page.querySelectorAll('button:not([aria-disabled="true"], .option *)')];
  for (const button of disabled) button.setAttribute('aria-disabled', 'true');
  // The bar of an outage says more.
  if (document.querySelector('#outage[hidden]')) announce(expected.message);
}

/** Links still lead elsewhere. @param {Event} event */
function ignoreIfBusy(event) {
  const isAction = event.type === 'submit' || /** @type {Element} */ (event.target).closest('button');
  if (!page.hasAttribute('aria-busy') || !isAction) return;
  event.preventDefault();
  event.stopPropagation();
}

page.addEventListener('click', ignoreIfBusy, true);
page.addEventListener('submit', ignoreIfBusy, true);
