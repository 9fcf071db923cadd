import { answered, isOver, points } from '../api.js';
import { announce, h, heading, keywordLine, once, quoted, sign } from '../dom.js';
import { Advice, ApiError, keep, recall } from '../http.js';
import { expectScreen, explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';

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
const progressOf = ({ keywords, questions_answered, questions_limit, score }, index) => h('div',
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

/**
 * @param {T.Context} context
 * @param {T.Game} game after the answer
 * @param {T.Answered} answered
 * @param {string} notice
 */
export async function resultView(context, game, answered, notice) {
  const { icon, text, state } = verdict(answered);
  const title = heading({ class: state }, sign(icon), ` ${text}`);
  const form = playForm(isOver(game) ? 'See the summary' : 'Next question', { keys: '' }, title,
    notice && h('p.notice', notice), h('p.prompt', { dir: 'auto' }, answered.prompt), ...explanation(answered));
  context.show({ title: text, heading: title, content: [progressOf(game, answered.index), form] });
  announce(`${notice} The right answer: ${answered.solution}. ${answered.clarification}`);
  await submitted(form, context.signal);
  expectScreen('Loading…');
  keep(unseenResult(game.id), null);
}

/** @param {T.Answered} answered */
export function verdict({ result, score }) {
  if (result) return { icon: '✓', text: 'Right', state: 'right' };
  if (score > 0) return { icon: '◐', text: `Partly right: ${points(score)} of 1 point`, state: 'partial' };
  return { icon: '✗', text: 'Wrong', state: 'wrong' };
}

/** @param {T.Answered} answered @returns {Node[]} */
export const explanation = (answered) => [
  KINDS[answered.kind].result(answered),
  h('p.clarification', { dir: 'auto' }, answered.clarification),
  ...(answered.source ? [sourceLine(answered.source)] : []),
];

/** @param {T.Source} source */
function sourceLine({ title, url, license }) {
  const isWebAddress = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const link = { href: url, target: '_blank', rel: 'noopener noreferrer' };
  return h('p.hint', 'Source: ', isWebAddress ? h('a', link, quoted(title)) : quoted(title),
    ...(license === null ? [] : [' – ', quoted(license)]));
}

/**
 * For this time in milliseconds, a new screen cannot be submitted: the second press of a double one was meant for the
 * screen before.
 */
const SETTLING = 500;

/**
 * Creates the form of a question or a result.
 *
 * @param {string} action the label of its button
 * @param {Pick<T.QuestionInput, 'keys' | 'digit' | 'field'>} input
 * @param {...(Node | string)} parts
 */
function playForm(action, input, ...parts) {
  const submit = (/** @type {Event} */ event) => event.preventDefault();
  const primary = h('button.primary', { disabled: true }, action);
  setTimeout(() => (primary.disabled = false), SETTLING);
  const form = h('form.card', { tabindex: -1, submit }, ...parts, h('p.actions', primary, keyHint(input.keys)));
  handleKeys(form, primary, input);
  return form;
}

/** @param {string} keys */
const keyHint = (keys) => h('span.hint.keys', keys === '' ? 'Key: Enter' : `Keys: ${keys}, then Enter`);

/** @param {HTMLFormElement} form @param {AbortSignal} signal */
const submitted = (form, signal) => once(form, 'submit', signal);

/**
 * What the keys work on: the form that was created last.
 *
 * @type {{ form: HTMLFormElement, primary: HTMLButtonElement } & Pick<T.QuestionInput, 'digit' | 'field'> | null}
 */
let shown = null;

/**
 * Makes digits, Enter and letters work while the focus is in the form. Elsewhere they keep their meaning: a person who
 * speaks to the computer causes single characters by accident (WCAG 2.2, 2.1.4). Enter also works while the focus is
 * nowhere, as after a click beside the form.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} primary what Enter presses
 * @param {Pick<T.QuestionInput, 'digit' | 'field'>} input
 */
function handleKeys(form, primary, { digit, field }) {
  shown = { form, primary, digit, field };
}

document.addEventListener('keydown', (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!shown?.form.isConnected) return;
  const isInside = shown.form.contains(target);
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const isEnter = event.key === 'Enter';
  if (isEnter && (isInside || target === document.body)) pressEnter(event, target, shown.primary);
  else if (isInside) type(event.key, target, shown);
});

/** @param {KeyboardEvent} event @param {Element} target @param {HTMLButtonElement} primary */
function pressEnter(event, target, primary) {
  // These have an action of their own.
  if (target.matches('button, a, summary')) return;
  event.preventDefault();
  // A key that is held down must not answer the next question, too.
  if (event.repeat) return;
  // An order is always complete, so the Enter that ends moving an item does not send it yet.
  if (target.matches('.movable')) primary.focus();
  else primary.click();
}

/** @param {string} key @param {Element} target @param {Pick<T.QuestionInput, 'digit' | 'field'>} input */
function type(key, target, { digit, field }) {
  if (field && target !== field && /^\S$/.test(key)) field.focus();
  else if (digit && /^[1-8]$/.test(key)) digit(Number(key));
}
