import { button, h, heading, listed } from '../dom.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { remember } from '../storage.js';
import { startGame } from './new_game.js';

/**
 * Says why a game has no questions, and offers others.
 *
 * @param {import('../app.js').Context} context
 * @param {import('../types.d.ts').Game} game
 */
export function failureView(context, game) {
  const title = heading('There are no questions for this game');
  const problem = problemPlace();
  const { kinds, questions_limit } = game;
  const limit = questions_limit || 10;
  const suggestions = (game.suggestions ?? []).map((keyword) => button('pill', () => {
    startGame(context, problem, () => ({ keywords: [keyword], questions_limit: limit, kinds }));
  }, h('span', { dir: 'auto' }, keyword)));
  const change = () => remember('new-game', { keywords: game.keywords, limit, kinds });
  const content = h('section', { class: 'card' }, title,
    h('p', { class: 'keywords' }, listed(game.keywords)),
    h('p', { dir: 'auto' }, game.failure),
    suggestions.length > 0 && h('h2', {}, 'Play one of these instead'),
    suggestions.length > 0 && h('div', { class: 'pills' }, ...suggestions),
    problem,
    h('p', { class: 'actions' }, h('a', { href: START, class: 'primary', click: change }, 'Change the keywords')));
  context.show({ title: 'No questions', heading: title, content: [content] });
}
