import { h } from '../dom.js';
import { Advice } from '../errors.js';
import { createOnce } from '../games.js';
import { explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { gameHash } from '../router.js';
import { keepDraft, recallDraft } from './draft.js';
import { keywordField } from './keywords.js';
import { topicPicker } from './topics.js';

const LIMITS = ['5', '10', '15', '20', '30', '50'].map((limit) => [limit, limit]);
const NAMES = Object.entries(KINDS).map(([kind, { name }]) => [kind, name]);

/** @param {T.Context} context @returns {{ element: Node, suggest: (topics: string[]) => void }} */
export function newGameForm(context) {
  const draft = recallDraft();
  const keywords = keywordField(draft, changed);
  const limit = pillField('radio', 'Number of questions', LIMITS, [draft.limit], changed);
  const kinds = pillField('checkbox', 'Kinds of questions', NAMES, draft.kinds, changed);
  const topics = topicPicker(chooseTopic);
  const choices = h('summary');
  const options = h('details', choices, limit.element, kinds.element);
  const problem = problemPlace();
  const element = h('form.card', { submit }, h('h2', 'New game'), keywords.element, topics.element, options,
    problem, h('p.actions', h('button.primary', 'Start the game')));
  topics.offer(keywords.isEmpty());
  summarize();

  function summarize() {
    choices.textContent = `Options: ${limit.value()[0]} questions, ${chosenKinds(kinds.value())}`;
  }

  function changed() {
    explain(problem);
    summarize();
    keepDraft({ ...keywords.draft(), limit: limit.value()[0], kinds: /** @type {T.Kind[]} */ (kinds.value()) });
    topics.offer(keywords.isEmpty());
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const chosen = keywords.complete();
    if (chosen !== null) startGame(context, problem, () => request(chosen), () => keywords.markSent(chosen));
  }

  /** @param {string} topic */
  function chooseTopic(topic) {
    if (keywords.isEmpty()) startGame(context, problem, () => request([topic]));
    else keywords.add(topic);
  }

  /** @param {string[]} chosen @returns {T.NewGame} */
  function request(chosen) {
    const draft = recallDraft();
    if (draft.kinds.length === 0) {
      options.open = true;
      throw new Advice('Choose at least one kind of question');
    }
    return { keywords: chosen, questions_limit: Number(draft.limit), kinds: draft.kinds };
  }

  return {
    element,
    suggest(names) {
      keywords.suggest(names);
      topics.suggest(names);
    },
  };
}

/** @param {string[]} kinds */
function chosenKinds(kinds) {
  const names = NAMES.filter(([kind]) => kinds.includes(kind)).map(([, name]) => name.toLowerCase());
  if (names.length === NAMES.length) return 'all kinds';
  return names.length > 2 ? `${names.length} kinds` : names.join(' and ') || 'no kind';
}

/** @param {T.Context} context @param {HTMLElement} problem @param {() => T.NewGame} request */
export function startGame(context, problem, request, started = () => {}) {
  context.attempt(() => orExplain(problem, async () => {
    const game = await createOnce(context.api, request());
    started();
    // The game is shown already if its request was repeated.
    if (gameHash(game.id) === location.hash) context.reload();
    else location.hash = gameHash(game.id);
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
  const value = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { element, value };
}
