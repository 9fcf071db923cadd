import { h } from '../dom.js';
import { once } from '../time.js';
import { handleKeys } from './keys.js';

/**
 * For this time in milliseconds, a new screen cannot be submitted: the second press of a double one was meant for the
 * screen before.
 */
const SETTLING = 500;

/**
 * Creates the form of a question or a result.
 *
 * @param {string} action the label of its button
 * @param {Pick<T.QuestionInput, 'keys' | 'digit' | 'field'>} input
 * @param {...(Node | string)} parts
 */
export function playForm(action, input, ...parts) {
  const submit = (/** @type {Event} */ event) => event.preventDefault();
  const primary = h('button.primary', { disabled: true }, action);
  setTimeout(() => (primary.disabled = false), SETTLING);
  const form = h('form.card', { tabindex: -1, submit }, ...parts, h('p.actions', primary, keyHint(input.keys)));
  handleKeys(form, primary, input);
  return form;
}

/** @param {string} keys */
const keyHint = (keys) => h('span.hint.keys', keys === '' ? 'Key: Enter' : `Keys: ${keys}, then Enter`);

/** @param {HTMLFormElement} form @param {AbortSignal} signal */
export const submitted = (form, signal) => once(form, 'submit', signal);
