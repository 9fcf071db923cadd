import { h, heading } from '../dom.js';
import { redirectToProvider } from '../oidc.js';
import { orExplain, problemPlace } from '../problems.js';

/**
 * Asks the player to sign in, and then returns to the place where they were.
 *
 * @param {import('../app.js').Context} context
 * @param {import('../types.d.ts').Settings['sign_in']} signIn
 * @param {(tokens: { access_token: string, expires_in?: number }) => void} begin
 * @param {string} [problem] why the player is not signed in any more
 */
export function signInView(context, signIn, begin, problem) {
  const title = heading(problem === undefined ? 'A quiz about what you like' : 'Please sign in again');
  const lead = problem === undefined
    ? 'Name some keywords, get questions about them, and see why each answer is right.'
    : `${problem} You will return to where you were.`;
  const form = signIn.kind === 'oidc' ? providerForm(context, signIn) : developmentForm(context, begin);
  const content = [h('section', { class: 'card welcome' }, title, h('p', {}, lead), form)];
  context.show({ title: 'Sign in', heading: title, content });
}

/** @param {import('../app.js').Context} context @param {import('../types.d.ts').OpenIdClient} client */
function providerForm(context, client) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    context.attempt(() => redirectToProvider(client));
  };
  return h('form', { submit }, h('button', { class: 'primary' }, 'Sign in'));
}

/**
 * @param {import('../app.js').Context} context
 * @param {(tokens: { access_token: string, expires_in?: number }) => void} begin
 */
function developmentForm(context, begin) {
  const name = h('input', { id: 'name', autocomplete: 'nickname', dir: 'auto', 'aria-describedby': 'name-hint' });
  const problem = problemPlace();
  const play = async () => {
    begin(await context.api.developmentToken(emailOf(name.value)));
    context.reload();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    context.attempt(() => orExplain(problem, play));
  };
  return h('form', { submit },
    h('p', {}, h('button', { class: 'primary large' }, 'Play')),
    h('details', {},
      h('summary', {}, 'Play under another name'),
      h('label', { for: 'name' }, 'Name'),
      name,
      h('p', { class: 'hint', id: 'name-hint' }, 'Each name has its own games. There is no password: this server is '
        + 'for trying things out, and can be reached from this machine only.')),
    problem);
}

/** Returns the address that the development issuer puts into the token. @param {string} name */
function emailOf(name) {
  return `${encodeURIComponent(name.trim()) || 'you'}@example.org`;
}
