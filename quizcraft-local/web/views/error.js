import { button, h, heading } from '../dom.js';
import { ApiError, SignInFailed } from '../errors.js';
import { START } from '../router.js';

/** @typedef {import('../app.js').Context} Context */

/** Says what went wrong and what can be done about it. @param {Context} context @param {unknown} error */
export function errorView(context, error) {
  const { title, text } = explanation(error);
  const again = button('primary', context.reload, 'Try again');
  if (!(error instanceof ApiError || error instanceof SignInFailed)) console.error(error);
  message(context, title, text, again);
}

/** @param {Context} context */
export function unknownPlaceView(context) {
  message(context, 'This page does not exist', 'The address may be incomplete.');
}

/** @param {Context} context @param {string} title @param {string} text @param {HTMLElement} [action] */
function message(context, title, text, action) {
  const h1 = heading(title);
  const home = h('a', { href: START }, 'To all games');
  const content = h('section', { class: 'card' }, h1, h('p', { dir: 'auto' }, text),
    h('p', { class: 'actions' }, action, home));
  context.show({ title, heading: h1, content: [content] });
}

/** @param {unknown} error */
function explanation(error) {
  if (error instanceof SignInFailed) return { title: 'The sign-in failed', text: error.message };
  if (!(error instanceof ApiError)) return { title: 'Something went wrong', text: 'This page has a defect.' };
  switch (error.status) {
    case 403:
      return { title: 'You may not play yet', text: error.message };
    case 404:
      return {
        title: 'This game is not here',
        text: 'It was removed, belongs to another player, or was lost when the server was restarted: without a data '
          + 'file, a server keeps games only while it runs.',
      };
    default:
      return { title: 'Something went wrong', text: error.message };
  }
}
