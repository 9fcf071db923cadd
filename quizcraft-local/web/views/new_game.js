/** @import * as T from '../types.ts' */
import { h, pill } from '../dom.js';
import { Advice, ApiError } from '../errors.js';
import { createOnce } from '../games.js';
import { explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { gameHash } from '../router.js';
import { keep, recall } from '../storage.js';
import { ticking } from '../time.js';
import { keywordField } from './keywords.js';

const LIMITS = ['5', '10', '15', '20', '30', '50'];
const TOPICS_SHOWN = 8;

/** @param {T.Context} context @param {string[]} topics */
export function newGameForm(context, topics) {
  const draft = { keywords: [], typed: '', limit: '10', kinds: ['single'], ...recall('new game') };
  const save = () => keep('new game', { ...keywords.draft(), limit: limit.value()[0], kinds: kinds.value() });
  const keywords = keywordField(draft, topics, save);
  const limit = pillField('radio', 'Number of questions', LIMITS.map((number) => [number, number]), [draft.limit], save);
  const names = Object.entries(KINDS).map(([kind, { name }]) => [kind, name]);
  const kinds = pillField('checkbox', 'Kinds of questions', names, draft.kinds, save);
  const problem = problemPlace();
  const start = (/** @type {() => string[]} */ chosen) => startGame(context, problem, () => {
    const chosenKinds = /** @type {T.Kind[]} */ (kinds.value());
    if (chosenKinds.length === 0) throw new Advice('Choose at least one kind of question');
    return { keywords: chosen(), questions_limit: Number(limit.value()[0]), kinds: chosenKinds };
  }, keywords.clear);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    start(keywords.complete);
  };
  const topicPill = (/** @type {string} */ topic) => pill(topic, () => start(() => [topic]));
  const shuffled = [...topics].sort(() => Math.random() - 0.5).slice(0, TOPICS_SHOWN);
  return h('form', { class: 'card', submit }, h('h2', {}, 'New game'), keywords.element, limit.element, kinds.element, problem,
    h('p', { class: 'actions' }, h('button', { class: 'primary' }, 'Start the game')),
    topics.length === 0 ? '' : h('div', { class: 'topics' }, h('h3', {}, 'Or start with a topic'),
      h('div', { class: 'pills' }, ...shuffled.map(topicPill)),
      h('details', {}, h('summary', {}, 'All topics'), h('div', { class: 'pills' }, ...topics.map(topicPill)))));
}

/**
 * Starts a game and goes to it, or shows why it was not started.
 *
 * @param {T.Context} context
 * @param {HTMLElement} problem
 * @param {() => T.NewGame} request
 */
export function startGame(context, problem, request, started = () => {}) {
  const create = async () => {
    const game = await createOnce(context.api, request());
    started();
    location.hash = gameHash(game.id);
  };
  context.attempt(() => orExplain(problem, create, (error) => {
    if (!(error instanceof ApiError && error.code === 'too_many_games')) return;
    explain(problem, 'You have started as many games as you may within an hour. You can start another one in ',
      ticking(error.retryAfter, -1), '.');
  }));
}

/**
 * @param {'radio' | 'checkbox'} type
 * @param {string} name
 * @param {string[][]} choices value and label
 * @param {string[]} chosen
 * @param {() => void} change
 */
function pillField(type, name, choices, chosen, change) {
  const inputs = choices.map(([value]) => h('input', { type, name, value, checked: chosen.includes(value), change }));
  const element = h('fieldset', { class: 'field' }, h('legend', {}, name), h('div', { class: 'pills' },
    ...choices.map(([, label], at) => h('label', { class: 'pill' }, inputs[at], label))));
  return { element, value: () => inputs.filter((input) => input.checked).map((input) => input.value) };
}
