import { h, heading, keywordLine, pill, quoted, sign } from '../dom.js';
import { problemPlace } from '../problems.js';
import { START } from '../router.js';
import { addToDraft, recallDraft } from './draft.js';
import { startGame } from './new_game.js';

/** @param {T.Context} context @param {T.Game} game */
export function failureView(context, { keywords, kinds, failure, suggestions = [] }) {
  const title = heading('There are no questions for this game');
  const problem = problemPlace();
  // A failed game no longer tells how many questions it should have had.
  const questions_limit = Number(recallDraft().limit);
  const change = () => addToDraft(keywords, kinds);
  const pills = suggestions.map((keyword) => pill([sign('▶'), ' ', quoted(keyword)], () => {
    startGame(context, problem, () => ({ keywords: [keyword], questions_limit, kinds }));
  }));
  const content = h('section.card', title, keywordLine(keywords), h('p', { dir: 'auto' }, failure ?? ''),
    ...(pills.length > 0 ? [h('p.pills', 'Start a game on:', ...pills)] : []), problem,
    h('p.actions', h('a.primary', { href: START, click: change }, 'Change the keywords')));
  context.show({ title: 'No questions', heading: title, content: [content] });
}
