import { h } from '../dom.js';

/**
 * Returns the place in a game and the score so far.
 *
 * @param {import('../types.d.ts').Game} game
 * @param {number} index the number of the question that is shown
 */
export function progressOf(game, index) {
  const place = `${index} of ${game.questions_limit}`;
  return h('div', { class: 'progress' },
    h('span', {}, place),
    h('progress', { value: game.questions_answered, max: game.questions_limit, 'aria-label': 'Answered questions' }),
    h('span', {}, `Score ${points(game.score)}`));
}

/** @param {number} score */
export const points = (score) => score.toLocaleString(navigator.language, { maximumFractionDigits: 2 });
