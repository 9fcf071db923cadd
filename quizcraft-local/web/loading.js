import { announce, clearAnnouncements } from './announce.js';

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
  disabled = [...page.querySelectorAll('button:not([aria-disabled="true"])')];
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
