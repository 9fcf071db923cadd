import { button, h, heading, quoted } from '../dom.js';
import { Advice } from '../errors.js';
import { orExplain, problemPlace, sentence } from '../problems.js';
import { currentPlayer } from '../session.js';
import { shareName } from '../storage.js';

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
