import { announce } from '../announce.js';
import { h, heading, keywordLine } from '../dom.js';
import { untilReady } from '../games.js';
import { START } from '../router.js';
import { ticking } from '../time.js';

/** After this time in seconds, the player learns that waiting here is not necessary. */
const LONG = 20;

/** @param {T.Context} context @param {T.Game} game */
export async function pendingView(context, game) {
  const waited = Math.max(0, Math.round((Date.now() - game.creation_time) / 1000));
  const title = heading('Your questions are being made');
  const note = h('p');
  const content = h('section.card', title, keywordLine(game.keywords),
    h('p', 'Questions are being made… ', ticking(waited, 1)), h('progress', { 'aria-label': 'Making questions' }),
    note, h('p.actions', h('a', { href: START }, 'All games')));
  context.show({ title: 'New game', heading: title, content: [content] });
  const timer = setTimeout(() => {
    note.textContent = 'This may take some minutes. You can leave: the game will be among the games to continue.';
    announce(note.textContent);
  }, (LONG - waited) * 1000);
  return untilReady(context, game).finally(() => clearTimeout(timer));
}
