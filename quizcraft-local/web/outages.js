import { announce } from './announce.js';
import { button, h } from './dom.js';
import { countingDown } from './time.js';

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
