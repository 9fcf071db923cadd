import { h, pill } from '../dom.js';
import { Advice } from '../errors.js';
import { createOnce } from '../games.js';
import { orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { gameHash } from '../router.js';
import { keep, recall } from '../storage.js';
import { keywordField } from './keywords.js';

const LIMITS = ['5', '10', '15', '20', '30', '50'].map((limit) => [limit, limit]);
const TOPICS_SHOWN = 8;

/** @param {T.Context} context @param {string[]} topics */
export function newGameForm(context, topics) {
  const draft = { keywords: [], typed: '', limit: '10', kinds: ['single'], ...recall('new game') };
  const save = () => keep('new game', { ...keywords.draft(), limit: limit.value()[0], kinds: kinds.value() });
  const keywords = keywordField(draft, topics, save);
  const limit = pillField('radio', 'Number of questions', LIMITS, [draft.limit], save);
  const names = Object.entries(KINDS).map(([kind, { name }]) => [kind, name]);
  const kinds = pillField('checkbox', 'Kinds of questions', names, draft.kinds, save);
  const problem = problemPlace();
  const start = (/** @type {() => string[]} */ chosen) => startGame(context, problem, () => {
    if (kinds.value().length === 0) throw new Advice('Choose at least one kind of question');
    return { keywords: chosen(), questions_limit: Number(limit.value()[0]), kinds: kinds.value() };
  }, keywords.clear);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    start(keywords.complete);
  };
  const topicPill = (/** @type {string} */ topic) => pill(topic, () => start(() => [topic]));
  const pills = (/** @type {string[]} */ some) => h('div.pills', ...some.map(topicPill));
  const some = [...topics].sort(() => Math.random() - 0.5).slice(0, TOPICS_SHOWN);
  return h('form.card', { submit }, h('h2', 'New game'), keywords.element, limit.element, kinds.element, problem,
    h('p.actions', h('button.primary', 'Start the game')),
    h('div.topics', h('h3', 'Or start with a topic'), pills(some),
      h('details', h('summary', 'All topics'), pills(topics))));
}

/** @param {T.Context} context @param {HTMLElement} problem @param {() => T.NewGame} request */
export function startGame(context, problem, request, started = () => {}) {
  context.attempt(() => orExplain(problem, async () => {
    const game = await createOnce(context.api, request());
    started();
    location.hash = gameHash(game.id);
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
  const labels = choices.map(([, label], at) => h('label.pill', inputs[at], label));
  const element = h('fieldset.field', h('legend', name), h('div.pills', ...labels));
  const value = () => inputs.filter((input) => input.checked).map((input) => /** @type {T.Kind} */ (input.value));
  return { element, value };
}
