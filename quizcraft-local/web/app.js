import { createApi } from './api.js';
import { Unauthenticated } from './errors.js';
import { Http } from './http.js';
import { OutageBar } from './outages.js';
import { gameId, isStart, START } from './router.js';
import { beginSession, endSession, isConfirmed, isSignedIn } from './session.js';
import { forgetAll } from './storage.js';
import { errorView, unknownPlaceView } from './views/error.js';
import { gameView } from './views/game.js';
import { Reason, signInView } from './views/sign_in.js';
import { startView } from './views/start.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const signOut = /** @type {HTMLElement} */ (document.querySelector('#sign-out'));
const navigation = /** @type {HTMLElement} */ (document.querySelector('nav'));
const outages = new OutageBar();

/** @type {T.Settings['sign_in']} */
let signIn;
let visit = new AbortController();

/** Shows the current place. The view that was shown before ends. */
function render() {
  visit.abort();
  visit = new AbortController();
  outages.ended();
  const { signal } = visit;
  const attempt = (/** @type {() => Promise<void>} */ action) => {
    action().catch((error) => signal.aborted || failed(context, error));
  };
  const api = createApi(new Http(outages, signal));
  const context = { api, signal, show, reload: render, attempt, begin: beginSession };
  attempt(() => view(context));
}

/** @param {T.Context} context */
async function view(context) {
  signIn ??= (await context.api.settings()).sign_in;
  if (signIn.kind === 'oidc') {
    const tokens = await (await import('./oidc.js')).takeTokens(signIn);
    if (tokens) {
      beginSession(tokens);
      // The player went elsewhere meanwhile, and sees that place without the session.
      if (context.signal.aborted) return render();
    }
  }
  updateHeader();
  signOut.textContent = signIn.kind === 'oidc' ? 'Sign out' : 'Change player';
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
  signOut.hidden = !isSignedIn();
  navigation.hidden = !isSignedIn();
}

/** @param {T.Screen} screen */
function show({ title, heading, content }) {
  const isFirst = main.querySelector('h1') === null;
  document.title = `${title} · QuizCraft`;
  main.replaceChildren(...content);
  heading.focus({ preventScroll: true });
  // The browser restores the position of a page that was loaded again.
  if (!isFirst) window.scrollTo(0, 0);
}

signOut.addEventListener('click', async () => {
  forgetAll();
  const url = signIn.kind === 'oidc' && (await import('./oidc.js')).signOutUrl(signIn);
  if (url) location.assign(url);
  else if (isStart()) render();
  else location.hash = START;
});
window.addEventListener('hashchange', render);
render();
