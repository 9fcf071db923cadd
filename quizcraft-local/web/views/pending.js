import { announce } from '../announce.js';
import { h, heading, listed } from '../dom.js';
import { untilReady } from '../games.js';
import { START } from '../router.js';
import { ticking } from '../time.js';

const LONG = 20_000;

/**
 * Waits for the questions of a game.
 *
 * @param {import('../app.js').Context} context
 * @param {import('../types.d.ts').Game} game
 */
export async function pendingView(context, game) {
  const waited = Math.max(0, Math.round((Date.now() - game.creation_time) / 1000));
  const title = heading('Your questions are being made');
  const patience = h('p', {});
  const content = h('section', { class: 'card waiting' }, title,
    h('p', { class: 'keywords' }, listed(game.keywords)),
    h('p', {}, 'Questions are being made… ', ticking(waited < 3600 ? waited : 0, 1)),
    h('progress', { 'aria-label': 'Making questions' }), patience,
    h('p', { class: 'actions' }, h('a', { href: START }, 'To all games')));
  context.show({ title: 'New game', heading: title, content: [content] });
  const timer = setTimeout(() => reassure(patience), Math.max(0, LONG - waited * 1000));
  try {
    return await untilReady(context.api, game, context.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {HTMLElement} place */
function reassure(place) {
  const text = 'This may take some minutes. You can leave: the game will be among the games to continue.';
  place.textContent = text;
  announce(text);
}
