import { announce } from '../announce.js';
import { h, heading, keywordLine } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { answered, points } from '../games.js';
import { explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { keep, recall } from '../storage.js';
import { playForm, submitted } from './play_form.js';

/** Until the player has seen the result, the number of the answer is kept under this name. @param {string} id */
export const unseenResult = (id) => `result ${id}`;

/**
 * Poses a question until it is answered. Returns null if it is not the next one any more.
 *
 * @param {T.Context} context
 * @param {T.Game} game
 * @param {T.Posed} question
 */
export async function questionView(context, game, question) {
  const draft = `draft ${game.id} ${question.index}`;
  const { instruction, input: createInput } = KINDS[question.kind];
  const problem = problemPlace('question-problem');
  const changed = () => {
    explain(problem);
    keep(draft, input.draft());
  };
  const input = createInput(question, recall(draft), changed);
  const title = heading({ id: 'prompt' }, question.prompt);
  const form = playForm('Answer', input, title, h('p.hint', { id: 'instruction' }, instruction),
    input.element, problem);
  const place = `Question ${question.index} of ${game.questions_limit}`;
  context.show({ title: place, heading: title, content: [progressOf(game, question.index), form] });
  announce(`${place}. ${instruction}`);
  for (;;) {
    await submitted(form, context.signal);
    const answer = () => send(context.api, game.id, question, input.response());
    const outcome = await orExplain(problem, answer, 'Sending your answer…');
    if (outcome === undefined) continue;
    if (outcome !== null) keep(draft, null);
    return outcome;
  }
}

/** @param {T.Game} game @param {number} index of the question that is shown */
export const progressOf = ({ keywords, questions_answered, questions_limit, score }, index) => h('div',
  keywordLine(keywords),
  h('div.progress',
    `${index} of ${questions_limit}`,
    h('progress', { value: questions_answered, max: questions_limit, 'aria-label': 'Answered questions' }),
    `Score ${points(score)}`));

/**
 * Returns null if the question has no answer, and is not the next one either.
 *
 * @param {T.Api} api
 * @param {string} id
 * @param {T.Posed} question
 * @param {T.Response | null} response
 * @returns {Promise<T.Outcome | null>}
 */
async function send(api, id, question, response) {
  if (response === null) throw new Advice(KINDS[question.kind].missing);
  keep(unseenResult(id), question.index);
  try {
    const feedback = await api.answer(id, { question: question.index, response });
    return { answered: { ...question, ...feedback, response }, isOurs: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isConflict = error.status === 409;
    const recorded = isConflict ? answered(await api.question(id, question.index)) : null;
    if (recorded) return { answered: { ...recorded, options: question.options, unit: question.unit }, isOurs: false };
    // Nothing was recorded, so there is no result to see.
    keep(unseenResult(id), null);
    if (isConflict) return null;
    throw error;
  }
}
