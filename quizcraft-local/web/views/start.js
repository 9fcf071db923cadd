import { h, heading } from '../dom.js';
import { isOver } from '../games.js';
import { gameRows, pageOfGames } from './game_list.js';
import { newGameForm } from './new_game.js';

/**
 * Shows unfinished games, the form for a new one, and finished games.
 *
 * @param {import('../app.js').Context} context
 */
export async function startView(context) {
  const [page, { topics }] = await Promise.all([pageOfGames(context.api), context.api.topics()]);
  const title = heading('What do you want to be asked about?');
  const unfinished = section('Games to continue', gameRows(page.games.filter((game) => !isOver(game))));
  const finished = section('Earlier games', gameRows(page.games.filter(isOver)));
  const more = page.more(context, (games) => {
    unfinished.add(gameRows(games.filter((game) => !isOver(game))));
    finished.add(gameRows(games.filter(isOver)));
  });
  const content = [title, unfinished.element, newGameForm(context, topics), finished.element, more];
  context.show({ title: 'Games', heading: title, content });
}

/** A section that is hidden while it is empty. @param {string} title @param {HTMLElement[]} rows */
function section(title, rows) {
  const list = h('ul', { class: 'games' });
  const element = h('section', {}, h('h2', {}, title), list);
  const add = (/** @type {HTMLElement[]} */ added) => {
    list.append(...added);
    element.hidden = list.childElementCount === 0;
  };
  add(rows);
  return { element, add };
}
