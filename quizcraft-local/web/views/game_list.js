import { announce } from '../announce.js';
import { button, h, listed } from '../dom.js';
import { hasFailed, isOver } from '../games.js';
import { gameHash } from '../router.js';

/**
 * @typedef {import('../types.d.ts').Game} Game
 * @typedef {import('../app.js').Context} Context
 */

const PAGE = 20;

/** Returns the newest games, and what loads older ones. @param {import('../api.js').Api} api */
export async function pageOfGames(api) {
  const { games, next } = await api.games({ limit: PAGE });
  return {
    games,
    /** @param {Context} context @param {(games: Game[]) => void} add */
    more: (context, add) => moreButton(context, next, add),
  };
}

/** @param {Context} context @param {string | null} first @param {(games: Game[]) => void} add */
function moreButton(context, first, add) {
  let cursor = first;
  const load = async () => {
    const page = await context.api.games({ limit: PAGE, cursor });
    cursor = page.next;
    element.hidden = cursor === null;
    add(page.games);
    announce(`${page.games.length} older games are shown.`);
  };
  const element = button('plain', () => context.attempt(load), 'Show older games');
  element.hidden = cursor === null;
  return element;
}

/** @param {Game[]} games */
export const gameRows = (games) => games.map(gameRow);

/** @param {Game} game */
function gameRow(game) {
  const link = h('a', { href: gameHash(game.id), class: 'game' },
    h('span', { class: 'keywords' }, listed(game.keywords)),
    h('span', { class: 'state' }, state(game)));
  return h('li', {}, link);
}

/** @param {Game} game */
function state(game) {
  const { questions_answered, questions_correct, questions_limit, status } = game;
  if (hasFailed(game)) return 'No questions';
  if (isOver(game)) return `${questions_correct} of ${questions_limit} right`;
  if (status === 'PENDING') return 'Questions are being made';
  return `${questions_answered} of ${questions_limit} answered`;
}
