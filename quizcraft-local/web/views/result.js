import { announce } from '../announce.js';
import { h, heading } from '../dom.js';
import { isOver } from '../games.js';
import { KINDS } from '../questions/kinds.js';
import { forget } from '../storage.js';
import { once } from '../time.js';
import { handleKeys } from './keys.js';
import { points, progressOf } from './progress.js';
import { resultMarker } from './question.js';

/**
 * @typedef {import('../types.d.ts').Game} Game
 * @typedef {import('../types.d.ts').Answered} Answered
 * @typedef {import('../types.d.ts').Source} Source
 */

/**
 * Shows how right an answer was, and why, until the player goes on.
 *
 * @param {import('../app.js').Context} context
 * @param {Game} game with this answer
 * @param {Answered} answered
 * @param {string} notice
 */
export async function resultView(context, game, answered, notice) {
  const { icon, text, state } = verdict(answered);
  const title = heading(h('span', { 'aria-hidden': 'true' }, `${icon} `), text);
  title.classList.add('verdict', state);
  const form = h('form', { class: 'card', tabindex: -1, submit: (event) => event.preventDefault() },
    title, notice && h('p', { class: 'notice' }, notice),
    h('p', { class: 'prompt', dir: 'auto' }, answered.prompt),
    ...explanation(answered),
    h('p', { class: 'actions' }, h('button', { class: 'primary' }, isOver(game) ? 'See the summary' : 'Next question'),
      h('span', { class: 'keys' }, h('kbd', {}, 'Enter'), ' goes on')));
  handleKeys(form, {});
  context.show({ title: text, heading: title, content: [progressOf(game, answered.index), form] });
  announce(`${notice} The right answer: ${answered.solution}. ${answered.clarification}`);
  await once(form, 'submit', context.signal);
  forget(resultMarker(game.id));
}

/** Returns how right an answer was, not by its colour alone. @param {{ result: boolean, score: number }} answered */
export function verdict({ result, score }) {
  if (result) return { icon: '✓', text: 'Right', state: 'right' };
  if (score > 0) return { icon: '◐', text: `Partly right: ${points(score)} points`, state: 'partial' };
  return { icon: '✗', text: 'Wrong', state: 'wrong' };
}

/** Returns what explains a result. @param {Answered} answered */
export function explanation(answered) {
  return [
    ...KINDS[answered.kind].result(answered),
    h('p', { class: 'clarification', dir: 'auto' }, answered.clarification),
    ...(answered.source ? [sourceOf(answered.source)] : []),
  ];
}

/** @param {Source} source */
function sourceOf({ title, url, license }) {
  const name = isWebAddress(url)
    ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', dir: 'auto' }, title)
    : h('bdi', {}, title);
  return h('p', { class: 'source' }, 'Source: ', name, license !== null && [' (', license, ')'].join(''));
}

/** @param {string | null} url @returns {url is string} */
function isWebAddress(url) {
  return url !== null && URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
