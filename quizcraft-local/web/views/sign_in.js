import { h, heading } from '../dom.js';
import { orExplain, problemPlace } from '../problems.js';

/**
 * After the sign-in, the current place is shown again.
 *
 * @param {T.Context} context
 * @param {T.Settings['sign_in']} signIn
 * @param {boolean} hasExpired
 */
export async function signInView(context, signIn, hasExpired) {
  const title = heading(hasExpired ? 'Please sign in again' : 'A quiz about what you like');
  const lead = hasExpired
    ? 'Your sign-in has expired. You will return to where you were.'
    : 'Name some keywords, get questions about them, and see why each answer is right.';
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
    h('p.hint', { id: 'name-hint' }, 'Each name has games of its own. There is no password.'));
  const [action, more] = signIn.kind === 'oidc' ? ['Sign in', ''] : ['Play', names];
  const form = h('form', { submit }, h('p', h('button.primary.large', action)), problem, more);
  context.show({ title: 'Sign in', heading: title, content: [h('section.card.welcome', title, h('p', lead), form)] });
}

/** @param {string} name */
const emailOf = (name) => `${encodeURIComponent(name.trim()) || 'you'}@example.org`;
