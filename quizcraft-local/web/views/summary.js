import { button, h, heading, listed } from '../dom.js';
import { answered } from '../games.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { startGame } from './new_game.js';
import { points } from './progress.js';
import { explanation, verdict } from './result.js';

/**
 * @typedef {import('../types.d.ts').Game} Game
 * @typedef {import('../types.d.ts').Summary} Summary
 */

/** Shows how a game went, with all its questions. @param {import('../app.js').Context} context @param {Game} game */
export async function summaryView(context, game) {
  const { questions } = await context.api.questions(game.id);
  const { questions_correct, questions_limit, keywords, kinds, score } = game;
  const title = heading(`${questions_correct} of ${questions_limit} right`);
  const problem = problemPlace();
  const again = () => startGame(context, problem, () => ({ keywords, questions_limit, kinds }));
  const head = h('section', { class: 'card' }, title,
    h('p', { class: 'keywords' }, listed(keywords)),
    h('p', {}, `Score ${points(score)} of ${questions_limit}, `,
      new Date(game.creation_time).toLocaleDateString(navigator.language, { dateStyle: 'long' })),
    problem,
    h('p', { class: 'actions' }, h('a', { class: 'primary', href: START }, 'New game'),
      button('plain', again, 'More questions on this')));
  const list = h('ol', { class: 'summary' }, ...questions.map(row));
  context.show({ title: 'Summary', heading: title, content: [head, h('h2', {}, 'Questions'), list] });
}

/** @param {Summary} summary */
function row(summary) {
  const result = answered(summary);
  if (result === null) return h('li', { dir: 'auto' }, summary.prompt);
  const { icon, text, state } = verdict(result);
  return h('li', {}, h('details', {},
    h('summary', {}, h('span', { class: `mark ${state}`, 'aria-hidden': 'true' }, icon),
      h('span', { class: 'spoken' }, `${text}: `), h('span', { dir: 'auto' }, summary.prompt)),
    ...explanation(result)));
}
