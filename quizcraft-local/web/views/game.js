import { ApiError } from '../errors.js';
import { answered, hasFailed, isOver, withAnswer } from '../games.js';
import { forget, recall } from '../storage.js';
import { pause } from '../time.js';
import { failureView } from './failure.js';
import { pendingView } from './pending.js';
import { questionView, resultMarker } from './question.js';
import { resultView } from './result.js';
import { summaryView } from './summary.js';

/**
 * @typedef {import('../types.d.ts').Game} Game
 * @typedef {import('../app.js').Context} Context
 */

/** Plays a game from where it is to its end. @param {Context} context @param {string} id */
export async function gameView(context, id) {
  let game = await context.api.game(id);
  await showUnseenResult(context, game);
  for (;;) {
    if (game.status === 'PENDING') game = await pendingView(context, game);
    else if (hasFailed(game)) return failureView(context, game);
    else if (isOver(game)) return summaryView(context, game);
    else game = await playQuestion(context, game);
  }
}

/**
 * Asks the next question and shows its result. Returns the game after that.
 *
 * @param {Context} context
 * @param {Game} game
 */
async function playQuestion(context, game) {
  const question = await ask(context, game.id);
  const isExpected = question?.index === game.questions_answered + 1;
  if (!isExpected) game = await context.api.game(game.id);
  if (question === null) return game;
  const outcome = await questionView(context, game, question);
  if (outcome === null) return context.api.game(game.id);
  game = outcome.isOurs ? withAnswer(game, outcome.answered) : await context.api.game(game.id);
  await resultView(context, game, outcome.answered, outcome.isOurs ? '' : 'This question was already answered, perhaps '
    + 'in another tab. That answer counts.');
  return game;
}

/** Returns the next question, or null if the game has changed meanwhile. @param {Context} context @param {string} id */
async function ask({ api, signal }, id) {
  try {
    return await api.ask(id);
  } catch (error) {
    const codes = ['questions_limit_reached', 'game_pending', 'game_failed'];
    if (!(error instanceof ApiError && codes.includes(error.code))) throw error;
    await pause((error.retryAfter ?? 0) * 1000, signal);
    return null;
  }
}

/**
 * Shows the result of an answer that the player gave before a reload, and has not seen.
 *
 * @param {Context} context
 * @param {Game} game
 */
async function showUnseenResult(context, game) {
  const index = recall(resultMarker(game.id));
  if (index === null || index > game.questions_answered) return forget(resultMarker(game.id));
  const result = answered(await context.api.question(game.id, index));
  if (result) await resultView(context, game, result, '');
}
