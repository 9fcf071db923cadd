import { button, h, heading, keywordLine, quoted, sign, spoken } from '../dom.js';
import { answered, points } from '../games.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { startGame } from './new_game.js';
import { explanation, verdict } from './result.js';

/** @param {T.Context} context @param {T.Game} game */
export async function summaryView(context, { id, questions_correct, questions_limit, keywords, kinds, score }) {
  const { questions } = await context.api.questions(id);
  const title = heading(`${questions_correct} of ${questions_limit} right`);
  const problem = problemPlace();
  const again = () => startGame(context, problem, () => ({ keywords, questions_limit, kinds }));
  const partly = score > questions_correct && `With the answers that are partly right: ${points(score)} points`;
  const actions = h('p.actions', h('a.primary', { href: START }, 'New game'), button(again, 'More questions on this'));
  const head = h('section.card', title, keywordLine(keywords), partly ? h('p', partly) : '', problem, actions);
  const list = h('section', h('h2', 'Questions'), h('ol.summary', ...questions.map(row)));
  context.show({ title: 'Summary', heading: title, content: [head, list] });
}

/** @param {T.Summary} summary */
function row(summary) {
  const result = answered(summary);
  if (result === null) return h('li', { dir: 'auto' }, summary.prompt);
  const { icon, text, state } = verdict(result);
  const line = h('summary', h(`span.${state}`, sign(icon), spoken(`${text}: `)), ' ', quoted(summary.prompt));
  return h('li', h('details.card', line, ...explanation(result)));
}
