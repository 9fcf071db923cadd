import { createApi, gameId, isStart, START } from './api.js';
import { beginSession, currentPlayer, endSession, forgetAll, Http, isConfirmed, isSignedIn, leavePlayer, Unauthenticated } from './http.js';
import { expectScreen, OutageBar, screenAppeared } from './problems.js';
import { gameView } from './views/game.js';
import { errorView, Reason, signInView, unknownPlaceView } from './views/sign_in.js';
import { startView } from './views/start.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const signOut = /** @type {HTMLElement} */ (document.querySelector('#sign-out'));
const navigation = /** @type {HTMLElement} */ (document.querySelector('nav'));
const playerName = /** @type {HTMLElement} */ (document.querySelector('#player'));
const outages = new OutageBar();

/** @type {T.Settings['sign_in']} */
let signIn;
/** @type {typeof import('./oidc.js')} */
let provider;
let visit = new AbortController();
/** @type {T.Context} */
let shown;

/** Shows the current place. The view that was shown before ends. */
function render() {
  visit.abort();
  visit = new AbortController();
  shown = contextOf(new Http(outages, visit.signal), visit.signal);
  expectScreen('Loading…');
  const context = shown;
  context.attempt(() => view(context));
}

/** @param {Http} http @param {AbortSignal} signal @returns {T.Context} */
function contextOf(http, signal) {
  const context = {
    api: createApi(http),
    signal,
    show,
    reload: render,
    /** A button of a screen that was left does nothing. @param {() => Promise<void>} action */
    attempt(action) {
      if (!signal.aborted) action().catch((error) => signal.aborted || failed(context, error));
    },
    begin: beginSession,
    provider: async () => (provider ??= await http.load('./oidc.js')),
  };
  return context;
}

/** @param {T.Context} context */
async function view(context) {
  signIn ??= (await context.api.settings()).sign_in;
  if (signIn.kind === 'oidc') {
    const tokens = await (await context.provider()).takeTokens(signIn);
    if (tokens) {
      beginSession(tokens, tokens.player ?? '');
      // The player went elsewhere meanwhile, and sees that place without the session.
      if (context.signal.aborted) return render();
    }
  }
  updateHeader();
  const id = gameId();
  if (!isSignedIn()) return signInView(context, signIn, Reason.first);
  if (id !== undefined) return gameView(context, id);
  return isStart() ? startView(context) : unknownPlaceView(context);
}

/** @param {T.Context} context @param {unknown} error */
function failed(context, error) {
  if (!(error instanceof Unauthenticated)) return errorView(context, error);
  const isUseless = error.message !== '' && !isConfirmed();
  const reason = isUseless ? Reason.refused(error.message) : Reason.expired;
  endSession();
  updateHeader();
  context.attempt(() => signInView(context, signIn, reason));
}

function updateHeader() {
  const name = signIn.kind === 'oidc' ? '' : currentPlayer();
  signOut.textContent = signIn.kind === 'oidc' ? 'Sign out' : 'Change player';
  signOut.hidden = navigation.hidden = !isSignedIn();
  playerName.textContent = name;
  playerName.hidden = !isSignedIn() || name === '';
}

/** @param {T.Screen} screen */
function show({ title, heading, content }) {
  const isFirst = main.querySelector('h1') === null;
  screenAppeared();
  document.title = `${title} · QuizCraft`;
  main.replaceChildren(...content);
  heading.focus({ preventScroll: true });
  // The browser restores the position of a page that was loaded again.
  if (!isFirst) window.scrollTo(0, 0);
}

/** Players without a password find what they typed under their name again. */
async function leave() {
  if (signIn.kind === 'development') {
    leavePlayer();
  } else {
    const { signOutUrl } = await shown.provider();
    const url = signOutUrl(signIn);
    forgetAll();
    if (url) return location.assign(url);
  }
  if (isStart()) render();
  else location.hash = START;
}

signOut.addEventListener('click', () => shown.attempt(leave));
window.addEventListener('hashchange', render);
// A page that the browser has kept still waits for the provider that the player has left.
window.addEventListener('pageshow', ({ persisted }) => persisted && render());
render();
