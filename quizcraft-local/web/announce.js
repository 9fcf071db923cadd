const region = /** @type {HTMLElement} */ (document.querySelector('#announcements'));

/**
 * Makes screen readers read a message when they are idle. It is set after a while, since they ignore a change that comes
 * together with a new screen, and a text that stays the same.
 *
 * @param {string} message
 */
export function announce(message) {
  region.textContent = '';
  setTimeout(() => (region.textContent = message), 150);
}
