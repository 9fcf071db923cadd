import { answered, endCreation, isOver, points, START, untilReady, withAnswer } from '../api.js';
import { announce, button, countingUp, h, heading, keywordLine, pause, pill, quoted, sign, spoken } from '../dom.js';
import { ApiError, keep, recall } from '../http.js';
import { problemPlace } from '../problems.js';
import { addToDraft, recallDraft, startGame } from './new_game.js';
import { explanation, questionView, resultView, unseenResult, verdict } from './question.js';

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

/** After this time in seconds, the player learns that waiting here is not necessary. */
const LONG = 20;

/** @param {T.Context} context @param {T.Game} game */
async function pendingView(context, game) {
  // The clock of the server may differ, so the time counts from when this tab has first seen the game.
  const name = `pending ${game.id}`;
  const since = recall(name) ?? Date.now();
  keep(name, since);
  const waited = Math.max(0, Math.floor((Date.now() - since) / 1000));
  const title = heading('Your questions are being made');
  const note = h('p');
  const content = h('section.card', title, keywordLine(game.keywords),
    h('p', 'You have waited ', countingUp(waited), '.'), h('progress', { 'aria-label': 'Making questions' }),
    note);
  context.show({ title: 'New game', heading: title, content: [content] });
  const timer = setTimeout(() => {
    note.textContent = 'This may take some minutes. You can leave: the game will be among the games to continue.';
    announce(note.textContent);
  }, Math.max(0, LONG - waited) * 1000);
  const ready = await untilReady(context, game).finally(() => clearTimeout(timer));
  keep(name, null);
  return ready;
}

/** @param {T.Context} context @param {T.Game} game */
function failureView(context, { keywords, kinds, failure, suggestions = [] }) {
  const title = heading('There are no questions for this game');
  const problem = problemPlace();
  // A failed game no longer tells how many questions it should have had.
  const questions_limit = Number(recallDraft().limit);
  const change = () => addToDraft(keywords, kinds);
  const pills = suggestions.map((keyword) => pill([sign('▶'), ' ', quoted(keyword)], () => {
    startGame(context, problem, () => ({ keywords: [keyword], questions_limit, kinds }));
  }));
  const content = h('section.card', title, keywordLine(keywords), h('p', { dir: 'auto' }, failure ?? ''),
    ...(pills.length > 0 ? [h('p.pills', 'Start a game on:', ...pills)] : []), problem,
    h('p.actions', h('a.primary', { href: START, click: change }, 'Change the keywords')));
  context.show({ title: 'No questions', heading: title, content: [content] });
}

/** @param {T.Context} context @param {T.Game} game */
async function summaryView(context, { id, questions_correct, questions_limit, keywords, kinds, score }) {
  const { questions } = await context.api.questions(id);
  const title = heading(`${questions_correct} of ${questions_limit} right`);
  const problem = problemPlace();
  const again = () => startGame(context, problem, () => ({ keywords, questions_limit, kinds }));
  const partly = score > questions_correct && `With the answers that are partly right: ${points(score)} points`;
  const actions = h('p.actions', h('a.primary', { href: START }, 'New game'), button(again, 'More questions on this'));
  const head = h('section.card', title, keywordLine(keywords), partly ? h('p', partly) : '', problem, actions);
  const list = h('section', h('h2', 'Questions'), h('ol.summary', ...questions.map(row)));
  context.show({ title: 'Summary', heading: title, content: [head, list] });
}

/** @param {T.Summary} summary */
function row(summary) {
  const result = answered(summary);
  if (result === null) return h('li', { dir: 'auto' }, summary.prompt);
  const { icon, text, state } = verdict(result);
  const line = h('summary', h(`span.${state}`, sign(icon), spoken(`${text}: `)), ' ', quoted(summary.prompt));
  return h('li', h('details.card', line, ...explanation(result)));
}
