import { button, h, heading } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { sentence } from '../problems.js';
import { START } from '../router.js';

/** @param {T.Context} context @param {unknown} error */
export function errorView(context, error) {
  const isApiError = error instanceof ApiError;
  const again = button(context.reload, 'Try again');
  if (isApiError && error.code === 'no_such_game') {
    message(context, 'This game is not here',
      'It belongs to another player, was removed, or was lost when the server was restarted without a data file.',
      home());
  } else if (isApiError || error instanceof Advice) {
    message(context, 'Something went wrong', sentence(error.message), again);
  } else if (error instanceof SyntaxError) {
    // A module that was loaded later does not fit the others.
    message(context, 'The page is out of date', 'The server was updated meanwhile.',
      button(() => location.reload(), 'Load it again'));
  } else {
    console.error(error);
    message(context, 'Something went wrong', 'This page has a defect.', again);
  }
}

/** @param {T.Context} context */
export const unknownPlaceView = (context) =>
  message(context, 'This page does not exist', 'The address may be incomplete.', home());

const home = () => h('a.primary', { href: START }, 'Home');

/** @param {T.Context} context @param {string} title @param {string} text @param {Node} action what may help */
function message(context, title, text, action) {
  const h1 = heading(title);
  const content = h('section.card', h1, h('p', { dir: 'auto' }, text), h('p.actions', action));
  context.show({ title, heading: h1, content: [content] });
}
