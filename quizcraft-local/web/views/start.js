/** @import * as T from '../types.ts' */
import { announce } from '../announce.js';
import { button, h, heading, keywordLine } from '../dom.js';
import { isOver } from '../games.js';
import { gameHash } from '../router.js';
import { newGameForm } from './new_game.js';

const PAGE = '20';

/** A section folds further games, so that the form for a new one is not far down. */
const SHOWN = 4;

/** Shows unfinished games, the form for a new game, and finished games. @param {T.Context} context */
export async function startView(context) {
  const [page, { topics }] = await Promise.all([context.api.games({ limit: PAGE }), context.api.topics()]);
  const title = heading('What do you want to be asked about?');
  const unfinished = section('Games to continue');
  const finished = section('Earlier games');
  const more = button('', () => context.attempt(async () => {
    add(await context.api.games({ limit: PAGE, cursor: more.value }));
    announce('Older games are shown.');
  }), 'Show older games');
  const add = (/** @type {{ games: T.Game[], next: string | null }} */ { games, next }) => {
    unfinished.add(games.filter((game) => !isOver(game)));
    finished.add(games.filter(isOver));
    more.value = next ?? '';
    more.hidden = next === null;
  };
  add(page);
  const content = [title, unfinished.element, newGameForm(context, topics), finished.element, h('p', {}, more)];
  context.show({ title: 'Games', heading: title, content });
}

/** Returns a section that is hidden while it has no games. @param {string} title */
function section(title) {
  const [first, others] = [h('ul', { class: 'games' }), h('ul', { class: 'games' })];
  const more = h('details', {}, h('summary', {}, 'More'), others);
  const element = h('section', {}, h('h2', {}, title), first, more);
  const add = (/** @type {T.Game[]} */ games) => {
    for (const game of games) (first.childElementCount < SHOWN ? first : others).append(row(game));
    element.hidden = first.childElementCount === 0;
    more.hidden = others.childElementCount === 0;
  };
  return { element, add };
}

/** @param {T.Game} game */
const row = (game) => h('li', {}, h('a', { href: gameHash(game.id), class: 'card game' }, keywordLine(game.keywords),
  h('p', { class: 'hint' }, state(game))));

/** @param {T.Game} game */
function state({ failure, status, questions_answered, questions_correct, questions_limit }) {
  if (failure !== null) return 'No questions';
  if (status === 'FINISHED') return `${questions_correct} of ${questions_limit} right`;
  if (status === 'PENDING') return 'Questions are being made';
  return `${questions_answered} of ${questions_limit} answered`;
}
