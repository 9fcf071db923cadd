const region = /** @type {HTMLElement} */ (document.querySelector('#announcements'));

/**
 * Makes screen readers read a message as soon as they are idle.
 *
 * The message is set some time later: a change together with a new screen is often ignored, and so is an equal text.
 *
 * @param {string} message
 */
export function announce(message) {
  region.replaceChildren();
  setTimeout(() => region.replaceChildren(message), 150);
}
