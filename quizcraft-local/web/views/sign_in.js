import { START } from '../api.js';
import { button, h, heading, quoted } from '../dom.js';
import { Advice, ApiError, currentPlayer, shareName } from '../http.js';
import { orExplain, problemPlace, sentence } from '../problems.js';

const LONGEST_NAME = 40;

/** The service accepts no longer address. */
const LONGEST_ADDRESS = 254;

/** Why the player has to sign in. */
export const Reason = {
  first: {
    title: 'A quiz about what you like',
    lead: 'Name some keywords, get questions about them, and learn something from each answer.',
  },
  expired: {
    title: 'Please sign in again',
    lead: 'Your sign-in has expired. You will return to where you were.',
  },
  /** @param {string} message of the service */
  refused: (message) => ({
    title: 'Your sign-in was refused',
    lead: `The service does not accept it: ${sentence(message)}`,
  }),
};

/**
 * After the sign-in, the current place is shown again.
 *
 * @param {T.Context} context
 * @param {T.Settings['sign_in']} signIn
 * @param {{ title: string, lead: string }} reason
 */
export async function signInView(context, signIn, reason) {
  const title = heading(reason.title);
  const problem = problemPlace();
  const act = (/** @type {() => Promise<void>} */ action) => context.attempt(() => orExplain(problem, action));
  const redirect = async () => (await context.provider()).redirectToProvider(/** @type {T.OpenIdClient} */ (signIn));
  const actions = signIn.kind === 'oidc'
    ? [h('p', large(() => act(redirect), 'Sign in')), problem]
    : nameActions((name) => act(() => playAs(context, name)), problem);
  const content = h('section.card.welcome', title, h('p', { dir: 'auto' }, reason.lead), ...actions);
  context.show({ title: 'Sign in', heading: title, content: [content] });
}

/** @param {(name: string) => void} play @param {Node} problem */
function nameActions(play, problem) {
  const known = currentPlayer();
  const name = h('input', {
    id: 'name', autocomplete: 'nickname', dir: 'auto', maxlength: LONGEST_NAME, 'aria-describedby': 'name-hint',
    required: true, pattern: '.*\\S.*', title: 'a name',
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    play(name.value);
  };
  const primary = known === ''
    ? large(() => play(name.value), 'Play')
    : large(() => play(known), 'Continue as ', quoted(known));
  const nameless = known === '' ? [] : [h('p', button(() => play(''), 'Play without a name'))];
  const form = h('form', { submit }, h('label', { for: 'name' }, 'Name'), name,
    h('p.hint', { id: 'name-hint' }, 'Each name has games of its own. There is no password.'),
    h('p', h('button', 'Play under this name')));
  return [h('p', primary), problem, h('details', h('summary', 'Play under another name'), form, ...nameless)];
}

/** @param {() => void} click @param {...(Node | string)} parts */
const large = (click, ...parts) => h('button.primary.large', { type: 'button', click }, ...parts);

/** @param {T.Context} context @param {string} typed */
async function playAs(context, typed) {
  const name = typed.trim();
  const email = `${encodeURIComponent(name) || 'you'}@example.org`;
  if (email.length > LONGEST_ADDRESS) throw new Advice('This name is too long. Choose a shorter one');
  context.begin(await context.api.developmentToken(email), name);
  shareName(name);
  context.reload();
}

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
