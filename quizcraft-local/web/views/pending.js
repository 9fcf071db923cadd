import { announce } from '../announce.js';
import { h, heading, keywordLine } from '../dom.js';
import { untilReady } from '../games.js';
import { countingUp } from '../time.js';

/** After this time in seconds on this screen, the player learns that waiting here is not necessary. */
const LONG = 20;

/** @param {T.Context} context @param {T.Game} game */
export async function pendingView(context, game) {
  const title = heading('Your questions are being made');
  const note = h('p');
  const content = h('section.card', title, keywordLine(game.keywords),
    h('p', 'So far this has taken ', countingUp(), '.'), h('progress', { 'aria-label': 'Making questions' }),
    note);
  context.show({ title: 'New game', heading: title, content: [content] });
  const timer = setTimeout(() => {
    note.textContent = 'This may take some minutes. You can leave: the game will be among the games to continue.';
    announce(note.textContent);
  }, LONG * 1000);
  return untilReady(context, game).finally(() => clearTimeout(timer));
}
