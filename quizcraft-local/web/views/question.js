import { announce } from '../announce.js';
import { h, heading } from '../dom.js';
import { ApiError } from '../errors.js';
import { answered } from '../games.js';
import { orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { forget, recall, remember } from '../storage.js';
import { once } from '../time.js';
import { handleKeys } from './keys.js';
import { progressOf } from './progress.js';

/**
 * @typedef {import('../types.d.ts').Game} Game
 * @typedef {import('../types.d.ts').Posed} Posed
 * @typedef {import('../types.d.ts').Answered} Answered
 * @typedef {import('../types.d.ts').QuestionInput} QuestionInput
 * @typedef {import('../app.js').Context} Context
 */

/** The name under which the number of an answer is kept until the player has seen its result. @param {string} id */
export const resultMarker = (id) => `result ${id}`;

/**
 * Poses a question until it is answered. Returns the answer, and whether it was given here. Returns null if the question
 * is not the next one any more.
 *
 * @param {Context} context
 * @param {Game} game
 * @param {Posed} question
 * @returns {Promise<{ answered: Answered, isOurs: boolean } | null>}
 */
export async function questionView(context, game, question) {
  const draft = `draft ${game.id} ${question.index}`;
  const kind = KINDS[question.kind];
  const input = kind.input(question, recall(draft), () => remember(draft, input.draft()));
  const form = questionForm(context, game, question, input);
  for (;;) {
    await once(form.element, 'submit', context.signal);
    form.element.setAttribute('aria-busy', 'true');
    const outcome = await orExplain(form.problem, () => send(context, game, question, input));
    form.element.removeAttribute('aria-busy');
    if (outcome !== undefined) {
      forget(draft);
      return outcome;
    }
  }
}

/** @param {Context} context @param {Game} game @param {Posed} question @param {QuestionInput} input */
function questionForm(context, game, question, input) {
  const title = heading(question.prompt);
  title.id = 'prompt';
  const problem = problemPlace();
  const { instruction } = KINDS[question.kind];
  const element = h('form', { class: 'card', tabindex: -1, submit: (event) => event.preventDefault(), novalidate: true },
    title, h('p', { class: 'hint' }, instruction), input.element, problem,
    h('p', { class: 'actions' }, h('button', { class: 'primary' }, 'Answer'), keysHint(question)));
  handleKeys(element, input);
  const place = `Question ${question.index} of ${game.questions_limit}`;
  context.show({ title: place, heading: title, content: [progressOf(game, question.index), element] });
  announce(`${place}. ${instruction}`);
  return { element, problem };
}

/** @param {Posed} question */
function keysHint({ options }) {
  const digits = options.length > 0 && [h('kbd', {}, '1'), '–', h('kbd', {}, options.length), ' choose, '];
  return h('span', { class: 'keys' }, ...(digits || []), h('kbd', {}, 'Enter'), ' answers');
}

/**
 * @param {Context} context
 * @param {Game} game
 * @param {Posed} question
 * @param {QuestionInput} input
 */
async function send({ api }, { id }, question, input) {
  const response = input.response();
  // If the page is left before the result arrives, the next visit shows it.
  remember(resultMarker(id), question.index);
  try {
    const feedback = await api.answer(id, { question: question.index, response });
    return { answered: { ...question, ...feedback, response }, isOurs: true };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    const recorded = answered(await api.question(id, question.index));
    return recorded && { answered: { ...recorded, options: question.options, unit: question.unit }, isOurs: false };
  }
}
