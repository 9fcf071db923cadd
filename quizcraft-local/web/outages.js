import { announce } from './announce.js';
import { button, h } from './dom.js';
import { ticking } from './time.js';

/** The bar that says why a request waits, counts down to the next attempt, and offers one at once. */
export class OutageBar extends EventTarget {
  #element = /** @type {HTMLElement} */ (document.querySelector('#outage'));

  /** @param {number} status @param {number} seconds */
  began(status, seconds) {
    const reason = status === 0 ? 'The server does not respond.' : 'The server is busy.';
    if (this.#element.hidden) announce(`${reason} Trying again.`);
    this.#element.hidden = false;
    this.#element.replaceChildren(h('span', `${reason} Trying again in `, ticking(seconds, -1), '.'),
      button(() => this.dispatchEvent(new Event('retry')), 'Try now'));
  }

  ended() {
    this.#element.hidden = true;
  }
}
