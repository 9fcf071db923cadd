/** @import * as T from '../types.ts' */
import { button, h, heading, keywordLine, sign, spoken } from '../dom.js';
import { answered, points } from '../games.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { startGame } from './new_game.js';
import { explanation, verdict } from './result.js';

/** Shows how a game went, with all its questions. @param {T.Context} context @param {T.Game} game */
export async function summaryView(context, { id, questions_correct, questions_limit, keywords, kinds, score }) {
  const { questions } = await context.api.questions(id);
  const title = heading(`${questions_correct} of ${questions_limit} right`);
  const problem = problemPlace();
  const again = () => startGame(context, problem, () => ({ keywords, questions_limit, kinds }));
  const head = h('section', { class: 'card' }, title, keywordLine(keywords),
    h('p', {}, `Score ${points(score)} of ${questions_limit}`), problem,
    h('p', { class: 'actions' }, h('a', { class: 'primary', href: START }, 'New game'),
      button('', again, 'More questions on this')));
  const list = h('section', {}, h('h2', {}, 'Questions'), h('ol', { class: 'summary' }, ...questions.map(row)));
  context.show({ title: 'Summary', heading: title, content: [head, list] });
}

/** @param {T.Summary} summary */
function row(summary) {
  const result = answered(summary);
  if (result === null) return h('li', { dir: 'auto' }, summary.prompt);
  const { icon, text, state } = verdict(result);
  return h('li', {}, h('details', { class: 'card' },
    h('summary', {}, h('span', { class: state }, sign(icon), spoken(`${text}: `)), ' ', h('span', { dir: 'auto' }, summary.prompt)),
    ...explanation(result)));
}
