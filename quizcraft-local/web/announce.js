const region = /** @type {HTMLElement} */ (document.querySelector('#announcements'));

/** Screen readers ignore a message that comes together with a new screen. @param {string} message */
export function announce(message) {
  region.textContent = '';
  setTimeout(() => (region.textContent = message), 150);
}
