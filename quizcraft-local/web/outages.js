import { announce } from './announce.js';
import { button, h } from './dom.js';
import { countingDown } from './time.js';

/** The bar that says why a request waits, counts down to the next attempt, and offers one at once. */
export class OutageBar extends EventTarget {
  #element = /** @type {HTMLElement} */ (document.querySelector('#outage'));
  #text = h('span');

  constructor() {
    super();
    this.#element.append(this.#text, button(() => this.dispatchEvent(new Event('retry')), 'Try now'));
  }

  /** @param {number} status @param {number} seconds */
  began(status, seconds) {
    const reason = status === 0 ? 'The server does not respond.' : 'The server is busy.';
    if (this.#element.hidden) announce(`${reason} Trying again.`);
    this.#element.hidden = false;
    this.#text.replaceChildren(`${reason} Trying again in `, countingDown(seconds), '.');
  }

  ended() {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    if (hadFocus) document.querySelector('h1')?.focus();
  }
}
