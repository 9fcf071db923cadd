import { forget, recall, remember } from './storage.js';
import { pause } from './time.js';

/**
 * @typedef {import('./types.d.ts').Game} Game
 * @typedef {import('./types.d.ts').NewGame} NewGame
 * @typedef {import('./types.d.ts').Answered} Answered
 * @typedef {import('./types.d.ts').Summary} Summary
 * @typedef {import('./types.d.ts').Feedback} Feedback
 * @typedef {import('./api.js').Api} Api
 */

const CREATION = 'creation';

/** The time between two looks at a pending game grows to the last of these, in milliseconds. */
const LOOKS = [300, 300, 500, 800, 1_200, 2_000, 3_000];

/**
 * Creates a game. A repetition of the same request, also after a reload, creates no second one.
 *
 * @param {Api} api
 * @param {NewGame} request
 */
export async function createOnce(api, request) {
  const text = JSON.stringify(request);
  const earlier = recall(CREATION);
  const creation = earlier?.text === text ? earlier : { text, key: crypto.randomUUID() };
  remember(CREATION, creation);
  const game = await api.create(request, creation.key);
  forget(CREATION);
  return game;
}

/**
 * Waits until the game has its questions, or has failed.
 *
 * @param {Api} api
 * @param {Game} game
 * @param {AbortSignal} signal
 */
export async function untilReady(api, game, signal) {
  for (let look = 0; game.status === 'PENDING'; look += 1) {
    await pause(LOOKS[Math.min(look, LOOKS.length - 1)], signal);
    game = await api.game(game.id);
  }
  return game;
}

/** @param {Game} game */
export const hasFailed = (game) => game.failure !== null;

/** @param {Game} game */
export const isOver = (game) => game.status === 'FINISHED';

/** Returns the game after an answer. @param {Game} game @param {Feedback} feedback @returns {Game} */
export function withAnswer(game, feedback) {
  const questions_answered = feedback.index;
  return {
    ...game,
    questions_answered,
    questions_correct: game.questions_correct + (feedback.result ? 1 : 0),
    score: game.score + feedback.score,
    status: questions_answered === game.questions_limit ? 'FINISHED' : 'READY',
  };
}

/** Returns an answered question of a list, or null if it is not answered. @param {Summary} summary @returns {Answered | null} */
export function answered(summary) {
  const { response, result, score, solution, correct, clarification } = summary;
  if (response === null || result === null || score === null || solution === null || correct === null) return null;
  return {
    ...summary, response, result, score, solution, correct, clarification: clarification ?? '', options: [], unit: null,
  };
}
