import { announce } from './announce.js';
import { button, h } from './dom.js';
import { Unreachable } from './errors.js';
import { ticking } from './time.js';

/** The bar that says why a request waits, counts down to the next attempt, and offers one at once. */
export class OutageBar extends EventTarget {
  #element = /** @type {HTMLElement} */ (document.querySelector('#outage'));

  /** @param {Error} error @param {number} seconds @returns {EventTarget} */
  began(error, seconds) {
    const reason = reasonOf(error);
    if (this.#element.hidden) announce(`${reason} Trying again.`);
    const again = button('plain', () => this.dispatchEvent(new Event('retry')), 'Try now');
    this.#element.replaceChildren(h('span', {}, `${reason} Trying again in `, ticking(seconds, -1), '.'), again);
    this.#element.hidden = false;
    return this;
  }

  ended() {
    this.#element.hidden = true;
  }
}

/** @param {Error} error */
function reasonOf(error) {
  if (!navigator.onLine) return 'You are offline.';
  if (error instanceof Unreachable) return 'The server does not respond.';
  return 'The server is busy.';
}
