/** @import * as T from '../types.ts' */
import { h, heading, keywordLine, pill } from '../dom.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { keep } from '../storage.js';
import { startGame } from './new_game.js';

/** Says why a game has no questions, and offers other keywords. @param {T.Context} context @param {T.Game} game */
export function failureView(context, { keywords, kinds, failure, suggestions = [] }) {
  const title = heading('There are no questions for this game');
  const problem = problemPlace();
  const change = () => keep('new game', { keywords, kinds });
  // A failed game does not tell any more how many questions it should have had.
  const start = (/** @type {string} */ keyword) =>
    startGame(context, problem, () => ({ keywords: [keyword], questions_limit: 10, kinds }));
  const content = h('section', { class: 'card' }, title, keywordLine(keywords), h('p', { dir: 'auto' }, failure ?? ''),
    h('div', { class: 'pills' }, ...suggestions.map((keyword) => pill(keyword, () => start(keyword)))), problem,
    h('p', { class: 'actions' }, h('a', { href: START, class: 'primary', click: change }, 'Change the keywords')));
  context.show({ title: 'No questions', heading: title, content: [content] });
}
