import { ApiError } from '../errors.js';
import { answered, endCreation, isOver, withAnswer } from '../games.js';
import { recall } from '../storage.js';
import { pause } from '../time.js';
import { failureView } from './failure.js';
import { pendingView } from './pending.js';
import { questionView, unseenResult } from './question.js';
import { resultView } from './result.js';
import { summaryView } from './summary.js';

/** These errors mean that the game has changed. */
const CHANGED = ['questions_limit_reached', 'game_pending', 'game_failed'];

const OTHER = 'This question was answered before, perhaps in another tab. That answer counts.';

/** @param {T.Context} context @param {string} id */
export async function gameView(context, id) {
  let game = await context.api.game(id);
  endCreation(game);
  await showUnseenResult(context, game);
  for (;;) {
    if (game.status === 'PENDING') game = await pendingView(context, game);
    else if (game.failure !== null) return failureView(context, game);
    else if (isOver(game)) return summaryView(context, game);
    else game = await playQuestion(context, game);
  }
}

/** Returns the game after the question. @param {T.Context} context @param {T.Game} game */
async function playQuestion(context, game) {
  const { api } = context;
  const latest = () => api.game(game.id);
  const question = await ask(context, game.id);
  if (question === null) return latest();
  const isExpected = question.index === game.questions_answered + 1;
  const before = isExpected ? game : await latest();
  const outcome = await questionView(context, before, question);
  if (outcome === null) return latest();
  const after = outcome.isOurs ? withAnswer(before, outcome.answered) : await latest();
  await resultView(context, after, outcome.answered, outcome.isOurs ? '' : OTHER);
  return after;
}

/** Returns the next question, or null if there is none now. @param {T.Context} context @param {string} id */
async function ask({ api, signal }, id) {
  try {
    return await api.ask(id);
  } catch (error) {
    if (!(error instanceof ApiError && CHANGED.includes(error.code))) throw error;
    await pause((error.retryAfter || 0) * 1000, signal);
    return null;
  }
}

/** Shows the result of an answer after which the page was reloaded. @param {T.Context} context @param {T.Game} game */
async function showUnseenResult(context, game) {
  const index = recall(unseenResult(game.id));
  if (index === null || index > game.questions_answered) return;
  const result = answered(await context.api.question(game.id, index));
  if (result) await resultView(context, game, result, '');
}
