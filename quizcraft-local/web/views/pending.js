import { announce } from '../announce.js';
import { h, heading, keywordLine } from '../dom.js';
import { untilReady } from '../games.js';
import { keep, recall } from '../storage.js';
import { countingUp } from '../time.js';

/** After this time in seconds, the player learns that waiting here is not necessary. */
const LONG = 20;

/** @param {T.Context} context @param {T.Game} game */
export async function pendingView(context, game) {
  // The clock of the server may differ, so the time counts from when this tab has first seen the game.
  const name = `pending ${game.id}`;
  const since = recall(name) ?? Date.now();
  keep(name, since);
  const waited = Math.max(0, Math.floor((Date.now() - since) / 1000));
  const title = heading('Your questions are being made');
  const note = h('p');
  const content = h('section.card', title, keywordLine(game.keywords),
    h('p', 'You have waited ', countingUp(waited), '.'), h('progress', { 'aria-label': 'Making questions' }),
    note);
  context.show({ title: 'New game', heading: title, content: [content] });
  const timer = setTimeout(() => {
    note.textContent = 'This may take some minutes. You can leave: the game will be among the games to continue.';
    announce(note.textContent);
  }, Math.max(0, LONG - waited) * 1000);
  const ready = await untilReady(context, game).finally(() => clearTimeout(timer));
  keep(name, null);
  return ready;
}
