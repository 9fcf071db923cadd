import { button, h } from '../dom.js';
import { ApiError, Incomplete } from '../errors.js';
import { createOnce } from '../games.js';
import { explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { gameHash } from '../router.js';
import { recall, remember } from '../storage.js';
import { ticking } from '../time.js';
import { keywordField } from './keywords.js';

/**
 * @typedef {import('../types.d.ts').Kind} Kind
 * @typedef {import('../types.d.ts').NewGame} NewGame
 * @typedef {import('../app.js').Context} Context
 */

const DRAFT = 'new-game';
const LIMITS = [5, 10, 15, 20];
const MOST_QUESTIONS = 50;
const TOPICS_AT_ONCE = 8;

/** @param {Context} context @param {string[]} topics */
export function newGameForm(context, topics) {
  const draft = recall(DRAFT) ?? {};
  const keywords = keywordField(draft.keywords ?? [], draft.typed ?? '', topics, keep);
  const limit = limitField(draft.limit ?? LIMITS[1], keep);
  const kinds = kindField(draft.kinds ?? ['single'], keep);
  const problem = problemPlace();

  function keep() {
    remember(DRAFT, { ...keywords.draft(), limit: limit.value(), kinds: kinds.value() });
  }

  /** @param {() => string[]} chosen */
  const start = (chosen) => startGame(context, problem, () => ({
    keywords: chosen(), questions_limit: checkedLimit(limit.value()), kinds: checkedKinds(kinds.value()),
  }));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    start(() => keywords.complete()).then((started) => started && keywords.clear());
  };
  return h('form', { class: 'card', submit, novalidate: true },
    h('h2', {}, 'New game'), keywords.element,
    h('div', { class: 'settings' }, limit.element, kinds.element),
    problem, h('p', { class: 'actions' }, h('button', { class: 'primary' }, 'Start the game')),
    topicButtons(topics, (topic) => start(() => [topic])));
}

/**
 * Starts a game and goes to it, or shows why it could not be started. Returns whether it was started.
 *
 * @param {Context} context
 * @param {HTMLElement} problem
 * @param {() => NewGame} request may throw `Incomplete`
 * @returns {Promise<boolean>}
 */
export function startGame(context, problem, request) {
  return new Promise((resolve) => context.attempt(async () => {
    const game = await orExplain(problem, async () => createOnce(context.api, request())).catch((error) => {
      if (!(error instanceof ApiError && error.code === 'too_many_games')) throw error;
      explain(problem, 'You have started as many games as you may within an hour. ', ...waitFor(error.retryAfter));
    });
    resolve(game !== undefined);
    if (game) location.hash = gameHash(game.id);
  }));
}

/** @param {number | null} seconds */
const waitFor = (seconds) => (seconds === null ? [] : ['You can start the next one in ', ticking(seconds, -1), '.']);

/** @param {number} chosen @param {() => void} changed */
function limitField(chosen, changed) {
  const input = h('input', {
    id: 'limit', type: 'number', min: 1, max: MOST_QUESTIONS, value: chosen, inputmode: 'numeric', input: update,
  });
  const buttons = LIMITS.map((limit) => button('pill', () => {
    input.value = String(limit);
    update();
  }, limit));
  const value = () => input.valueAsNumber;
  function show() {
    for (const [at, limit] of LIMITS.entries()) buttons[at].setAttribute('aria-pressed', String(limit === value()));
  }
  function update() {
    show();
    changed();
  }
  show();
  const element = h('div', { class: 'field', role: 'group', 'aria-labelledby': 'limit-label' },
    h('label', { for: 'limit', id: 'limit-label' }, 'Number of questions'),
    h('div', { class: 'pills' }, ...buttons, input));
  return { element, value };
}

/** @param {Kind[]} chosen @param {() => void} change */
function kindField(chosen, change) {
  const entries = Object.entries(KINDS);
  const inputs = entries.map(([kind]) =>
    h('input', { type: 'checkbox', checked: chosen.includes(/** @type {Kind} */ (kind)), value: kind, change }));
  const labels = entries.map(([, { name }], at) => h('label', { class: 'pill' }, inputs[at], name));
  const element = h('fieldset', { class: 'field' }, h('legend', {}, 'Kinds of questions'),
    h('div', { class: 'pills' }, ...labels));
  const value = () => /** @type {Kind[]} */ (inputs.filter((input) => input.checked).map((input) => input.value));
  return { element, value };
}

/** @param {string[]} topics @param {(topic: string) => void} choose */
function topicButtons(topics, choose) {
  const pill = (/** @type {string} */ topic) => button('pill', () => choose(topic), h('span', { dir: 'auto' }, topic));
  const shuffled = [...topics].sort(() => Math.random() - 0.5).slice(0, TOPICS_AT_ONCE);
  if (topics.length === 0) return null;
  return h('div', { class: 'topics' },
    h('h3', {}, 'Or start with a topic'),
    h('div', { class: 'pills' }, ...shuffled.map(pill)),
    h('details', {}, h('summary', {}, `All ${topics.length} topics`), h('div', { class: 'pills' }, ...topics.map(pill))));
}

/** @param {number} limit */
function checkedLimit(limit) {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_QUESTIONS) return limit;
  throw new Incomplete(`A game has 1 to ${MOST_QUESTIONS} questions.`);
}

/** @param {Kind[]} kinds */
function checkedKinds(kinds) {
  if (kinds.length > 0) return kinds;
  throw new Incomplete('Choose at least one kind of question.');
}
