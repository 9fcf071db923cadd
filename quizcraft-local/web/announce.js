const region = /** @type {HTMLElement} */ (document.querySelector('#announcements'));

/** Screen readers ignore a message that comes together with a new screen. In milliseconds. */
const DELAY = 150;

/** @type {string[]} */
let messages = [];

/** Messages that come together are read one after the other. @param {string} message */
export function announce(message) {
  if (messages.length === 0) {
    region.textContent = '';
    setTimeout(say, DELAY);
  }
  messages.push(message);
}

function say() {
  region.textContent = messages.join(' ');
  messages = [];
}

/** Removes what was said about the last screen. @param {string} obsolete a message that has not been said yet */
export function clearAnnouncements(obsolete) {
  region.textContent = '';
  messages = messages.map((message) => (message === obsolete ? '' : message));
}
