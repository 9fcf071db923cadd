import { announce } from '../announce.js';
import { h, heading } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { answered, points } from '../games.js';
import { orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { keep, recall } from '../storage.js';
import { once } from '../time.js';
import { handleKeys } from './keys.js';

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
  const input = createInput(question, recall(draft), () => keep(draft, input.draft()));
  const title = heading({ id: 'prompt' }, question.prompt);
  const problem = problemPlace();
  const form = playForm('Answer', input, title, h('p.hint', instruction), input.element, problem);
  const place = `Question ${question.index} of ${game.questions_limit}`;
  context.show({ title: place, heading: title, content: [progressOf(game, question.index), form] });
  announce(`${place}. ${instruction}`);
  for (;;) {
    await once(form, 'submit', context.signal);
    const outcome = await orExplain(problem, () => send(context.api, game.id, question, input.response()));
    if (outcome === undefined) continue;
    keep(draft, null);
    return outcome;
  }
}

/** @param {string} action @param {Partial<T.QuestionInput>} input @param {...(Node | string)} parts */
export function playForm(action, input, ...parts) {
  const submit = (/** @type {Event} */ event) => event.preventDefault();
  const keys = h('span.hint.keys', ...(input.digit ? [h('kbd', '1'), ' … '] : []), h('kbd', 'Enter'));
  const form = h('form.card', { tabindex: -1, submit }, ...parts, h('p.actions', h('button.primary', action), keys));
  handleKeys(form, input);
  return form;
}

/** @param {T.Game} game @param {number} index of the question that is shown */
export const progressOf = ({ questions_answered, questions_limit, score }, index) => h('div.progress',
  `${index} of ${questions_limit}`,
  h('progress', { value: questions_answered, max: questions_limit, 'aria-label': 'Answered questions' }),
  `Score ${points(score)}`);

/**
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
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    const recorded = answered(await api.question(id, question.index));
    return recorded && { answered: { ...recorded, options: question.options, unit: question.unit }, isOurs: false };
  }
}
