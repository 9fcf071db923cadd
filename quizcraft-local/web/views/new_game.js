import { createOnce, gameHash } from '../api.js';
import { h, pill, quoted, sign } from '../dom.js';
import { Advice, currentPlayer, keep, recall } from '../http.js';
import { explain, orExplain, problemPlace } from '../problems.js';
import { KINDS } from '../questions/kinds.js';
import { comparable, keywordField, MOST } from './keywords.js';

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

const SHOWN = 8;

/** What is shown first stays the same until the page is loaded again. @type {string[]} */
let order = [];

/**
 * Offers topics: each starts a game at once, or joins the keywords that are there already.
 *
 * @param {(topic: string) => void} choose
 */
function topicPicker(choose) {
  const title = h('h3');
  const some = h('div.pills');
  const all = h('div.pills');
  const element = h('div.topics', { hidden: true }, title, some, h('details', h('summary', 'All topics'), all));
  const topicPill = (/** @type {string} */ topic) => pill([sign(''), ' ', quoted(topic)], () => choose(topic));

  /** @param {string[]} topics */
  function suggest(topics) {
    if (order.length === 0) order = shuffled(topics);
    some.replaceChildren(...order.slice(0, SHOWN).map(topicPill));
    all.replaceChildren(...topics.toSorted((one, other) => one.localeCompare(other)).map(topicPill));
    element.hidden = topics.length === 0;
    mark();
  }

  let isFirst = true;

  /** Says what a click does. @param {boolean} hasNoKeywords */
  function offer(hasNoKeywords) {
    isFirst = hasNoKeywords;
    mark();
  }

  function mark() {
    title.textContent = isFirst ? 'Or start on a topic at once' : 'Or add a topic';
    for (const mark of element.querySelectorAll('.sign')) mark.textContent = isFirst ? '▶' : '+';
  }

  return { element, suggest, offer };
}

/** By Fisher and Yates. @template T @param {T[]} items */
function shuffled(items) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** @typedef {{ keywords: string[], typed: string, limit: string, kinds: T.Kind[] }} Draft of a new game */

/** Other players in this tab do not see it. */
const draftName = () => `new game ${currentPlayer()}`;

/** @type {Draft} */
const EMPTY = { keywords: [], typed: '', limit: '10', kinds: ['single', 'multiple', 'number', 'text', 'order'] };

/** @returns {Draft} */
export const recallDraft = () => ({ ...EMPTY, ...recall(draftName()) });

/** @param {Draft} draft */
const keepDraft = (draft) => keep(draftName(), draft);

/**
 * Adds keywords to the draft. What does not fit joins what is typed.
 *
 * @param {string[]} keywords
 * @param {T.Kind[]} kinds
 */
export function addToDraft(keywords, kinds) {
  const draft = recallDraft();
  const known = draft.keywords.map(comparable);
  const added = keywords.filter((keyword) => !known.includes(comparable(keyword)));
  const isOneToEdit = added.length === 1 && draft.typed === '';
  // One keyword, perhaps with a typing error, is put back as a text to edit.
  const room = isOneToEdit ? 0 : Math.max(0, MOST - known.length);
  const typed = [draft.typed, ...added.slice(room)].filter((text) => text !== '').join(', ');
  keepDraft({ ...draft, keywords: [...draft.keywords, ...added.slice(0, room)], typed, kinds });
}
