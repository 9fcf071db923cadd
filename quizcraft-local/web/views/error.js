/** @import * as T from '../types.ts' */
import { button, h, heading } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { sentence } from '../problems.js';
import { START } from '../router.js';

/** Says what went wrong and what the player can do. @param {T.Context} context @param {unknown} error */
export function errorView(context, error) {
  const isMissing = error instanceof ApiError && error.status === 404;
  if (isMissing) {
    return message(context, 'This game is not here', 'It was removed, belongs to another player, or was lost when the '
      + 'server was restarted: without a data file, a server keeps games only while it runs.');
  }
  const isExplained = error instanceof ApiError || error instanceof Advice;
  if (!isExplained) console.error(error);
  message(context, 'Something went wrong', isExplained ? sentence(error.message) : 'This page has a defect.');
}

/** @param {T.Context} context */
export const unknownPlaceView = (context) =>
  message(context, 'This page does not exist', 'The address may be incomplete.');

/** @param {T.Context} context @param {string} title @param {string} text */
function message(context, title, text) {
  const h1 = heading(title);
  const actions = h('p', { class: 'actions' }, button('primary', context.reload, 'Try again'),
    h('a', { href: START }, 'All games'));
  context.show({ title, heading: h1, content: [h('section', { class: 'card' }, h1, h('p', { dir: 'auto' }, text), actions)] });
}
