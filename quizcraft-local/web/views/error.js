import { button, h, heading } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { sentence } from '../problems.js';

/** @param {T.Context} context @param {unknown} error */
export function errorView(context, error) {
  const isApiError = error instanceof ApiError;
  if (isApiError && error.code === 'no_such_game') {
    message(context, 'This game is not here',
      'It belongs to another player, was removed, or was lost when the server was restarted without a data file.');
  } else if (isApiError || error instanceof Advice) {
    message(context, 'Something went wrong', sentence(error.message));
  } else {
    console.error(error);
    message(context, 'Something went wrong', 'This page has a defect.');
  }
}

/** @param {T.Context} context */
export const unknownPlaceView = (context) =>
  message(context, 'This page does not exist', 'The address may be incomplete.');

/** @param {T.Context} context @param {string} title @param {string} text */
function message(context, title, text) {
  const h1 = heading(title);
  const actions = h('p.actions', button(context.reload, 'Try again'));
  context.show({ title, heading: h1, content: [h('section.card', h1, h('p', { dir: 'auto' }, text), actions)] });
}
