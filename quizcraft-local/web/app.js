import { Api } from './api.js';
import { Unauthenticated } from './errors.js';
import { Http } from './http.js';
import { redeem, signOutUrl, takeResponse } from './oidc.js';
import { OutageBar } from './outages.js';
import { parse } from './router.js';
import { Session } from './session.js';
import { forgetAll } from './storage.js';
import { errorView, unknownPlaceView } from './views/error.js';
import { gameView } from './views/game.js';
import { signInView } from './views/sign_in.js';
import { startView } from './views/start.js';

/**
 * What a view works with.
 *
 * @typedef {object} Context
 * @property {Api} api
 * @property {AbortSignal} signal is aborted when the player leaves the view
 * @property {(screen: import('./types.d.ts').Screen) => void} show
 * @property {() => void} reload runs the view of the current place again
 * @property {(action: () => Promise<void>) => void} attempt runs what an event causes, and shows its error
 */

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const signOut = /** @type {HTMLElement} */ (document.querySelector('#sign-out'));
const session = new Session();
const outages = new OutageBar();

/** @type {import('./types.d.ts').Settings['sign_in'] | undefined} */
let signIn;
let visit = new AbortController();
let screens = 0;

/** Shows the current place. The view that was shown before stops. */
function render() {
  visit.abort(new DOMException('The player left the view.', 'AbortError'));
  visit = new AbortController();
  outages.ended();
  const context = contextOf(visit.signal);
  context.attempt(() => view(context));
}

/** @param {AbortSignal} signal @returns {Context} */
function contextOf(signal) {
  const api = new Api(new Http(session, outages, signal));
  const attempt = (/** @type {() => Promise<void>} */ action) => {
    action().catch((error) => signal.aborted || failed(context, error));
  };
  const context = { api, signal, show, reload: render, attempt };
  return context;
}

/** @param {Context} context */
async function view(context) {
  signIn ??= (await context.api.settings()).sign_in;
  const response = takeResponse();
  if (response && signIn?.kind === 'oidc') begin(await redeem(signIn, response));
  if (!session.isSignedIn) return askToSignIn(context);
  signOut.hidden = false;
  const route = parse(location.hash);
  switch (route.name) {
    case 'start':
      return startView(context);
    case 'game':
      return gameView(context, route.id);
    default:
      return unknownPlaceView(context);
  }
}

/** @param {Context} context @param {unknown} error */
function failed(context, error) {
  if (!(error instanceof Unauthenticated)) return errorView(context, error);
  const wasSignedIn = session.isSignedIn;
  session.end();
  return askToSignIn(context, wasSignedIn ? 'Your sign-in has expired.' : undefined);
}

/** @param {Context} context @param {string} [problem] */
function askToSignIn(context, problem) {
  signOut.hidden = true;
  if (signIn) signInView(context, signIn, begin, problem);
}

/** @param {{ access_token: string, expires_in?: number }} tokens */
function begin({ access_token, expires_in }) {
  session.begin(access_token, expires_in);
}

/** @param {import('./types.d.ts').Screen} screen */
function show({ title, heading, content }) {
  document.title = `${title} · QuizCraft`;
  main.replaceChildren(...content);
  // The browser handles the focus of a page that was just opened.
  if (screens > 0) heading.focus({ preventScroll: true });
  if (screens > 0) window.scrollTo(0, 0);
  screens += 1;
}

function leave() {
  const url = signIn?.kind === 'oidc' ? signOutUrl(signIn) : null;
  forgetAll();
  if (url) location.assign(url);
  else if (parse(location.hash).name === 'start') render();
  else location.hash = '#/';
}

signOut.addEventListener('click', leave);
window.addEventListener('hashchange', render);
render();
