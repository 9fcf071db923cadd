import { h, heading } from '../dom.js';
import { orExplain, problemPlace, sentence } from '../problems.js';

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
  const name = h('input', { id: 'name', autocomplete: 'nickname', dir: 'auto', 'aria-describedby': 'name-hint' });
  const enter = async () => {
    if (signIn.kind === 'oidc') return (await import('../oidc.js')).redirectToProvider(signIn);
    context.begin(await context.api.developmentToken(emailOf(name.value)));
    context.reload();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    context.attempt(() => orExplain(problem, enter));
  };
  const names = h('details', h('summary', 'Play under another name'), h('label', { for: 'name' }, 'Name'), name,
    h('p.hint', { id: 'name-hint' }, 'Each name has games of its own. There is no password.'),
    h('p', h('button', 'Play under this name')));
  const [action, more] = signIn.kind === 'oidc' ? ['Sign in', ''] : ['Play', names];
  const form = h('form', { submit }, h('p', h('button.primary.large', action)), problem, more);
  context.show({ title: 'Sign in', heading: title, content: [h('section.card.welcome', title, h('p', { dir: 'auto' }, reason.lead), form)] });
}

/** @param {string} name */
const emailOf = (name) => `${encodeURIComponent(name.trim()) || 'you'}@example.org`;
