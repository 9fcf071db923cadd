import { announce } from '../announce.js';
import { button, h, heading, keywordLine } from '../dom.js';
import { isOver } from '../games.js';
import { gameHash } from '../router.js';
import { newGameForm } from './new_game.js';

const PAGE = '20';

/** Further games are folded, so that the form for a new one is not far down. */
const SHOWN = 4;

/** @param {T.Context} context */
export async function startView(context) {
  const { api } = context;
  const [page, { topics }] = await Promise.all([api.games({ limit: PAGE }), api.topics()]);
  const title = heading('What do you want to be asked about?');
  const [unfinished, finished] = [section('Games to continue'), section('Earlier games')];
  const more = button(() => context.attempt(async () => {
    add(await api.games({ limit: PAGE, cursor: more.value }));
    announce('Older games are shown.');
  }), 'Show older games');
  const add = (/** @type {typeof page} */ { games, next }) => {
    for (const game of games) (isOver(game) ? finished : unfinished).add(row(game));
    more.value = next ?? '';
    more.hidden = next === null;
  };
  add(page);
  const content = [title, unfinished.element, newGameForm(context, topics.map(({ name }) => name)), finished.element, h('p', more)];
  context.show({ title: 'Games', heading: title, content });
}

/** @param {string} title */
function section(title) {
  const [first, others] = [h('ul.games'), h('ul.games')];
  const more = h('details', { hidden: true }, h('summary', 'More'), others);
  const element = h('section', { hidden: true }, h('h2', title), first, more);
  const add = (/** @type {Node} */ row) => {
    element.hidden = false;
    more.hidden = first.childElementCount < SHOWN;
    (more.hidden ? first : others).append(row);
  };
  return { element, add };
}

/** @param {T.Game} game */
const row = (game) =>
  h('li', h('a.card.game', { href: gameHash(game.id) }, keywordLine(game.keywords), h('p.hint', state(game))));

/** @param {T.Game} game */
function state({ failure, status, questions_answered, questions_correct, questions_limit }) {
  if (failure !== null) return 'No questions';
  if (status === 'FINISHED') return `${questions_correct} of ${questions_limit} right`;
  if (status === 'PENDING') return 'Questions are being made';
  return `${questions_answered} of ${questions_limit} answered`;
}
