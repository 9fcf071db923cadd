import { pause } from './dom.js';
import { keep, recall } from './http.js';

/** @type {(http: import('./http.js').Http) => T.Api} */
export const createApi = (http) => ({
  games: (page) => http.send(`/games?${new URLSearchParams(page)}`),
  create: (body, key) => http.send('/games', { method: 'POST', body, key }),
  game: (id) => http.send(`/games/${id}`),
  questions: (id) => http.send(`/games/${id}/questions`),
  question: (id, index) => http.send(`/games/${id}/questions/${index}`),
  ask: (id) => http.send(`/games/${id}/questions/ask`, { method: 'POST' }),
  answer: (id, body) => http.send(`/games/${id}/questions/answer`, { method: 'POST', body }),
  topics: () => http.send('/topics', { anonymous: true, isOptional: true }),
  settings: () => http.send('/web.json', { anonymous: true }),
  developmentToken: (email) => http.send('/dev/token', { method: 'POST', body: { email }, anonymous: true }),
});

/** The pauses between looks at a pending game, in milliseconds. The last one repeats. */
const PAUSES = [300, 300, 500, 800, 1_200, 2_000, 3_000];

/** In milliseconds. Until then, a player who starts the same game again means the one whose response was lost. */
const KEY_LIFETIME = 300_000;

/** A repetition, also after a reload, creates no second game. @param {T.Api} api @param {T.NewGame} request */
export async function createOnce(api, request) {
  const text = JSON.stringify(request);
  const earlier = recall('creation');
  const isRepeated = earlier?.text === text && Date.now() - earlier.time < KEY_LIFETIME;
  const game = await create(api, request, isRepeated ? earlier : newCreation(text));
  // The player has found that game meanwhile, perhaps in another tab, and wants a new one.
  const isKnown = game.questions_answered > 0 || game.failure !== null;
  return isRepeated && isKnown ? create(api, request, newCreation(text)) : game;
}

/** @typedef {{ text: string, key: string, time: number }} Creation a request, and its idempotency key */

/** @type {(text: string) => Creation} */
const newCreation = (text) => ({ text, key: crypto.randomUUID(), time: Date.now() });

/** @param {T.Api} api @param {T.NewGame} request @param {Creation} creation */
async function create(api, request, creation) {
  keep('creation', creation);
  const game = await api.create(request, creation.key);
  // Another request, begun meanwhile, keeps its own key.
  if (recall('creation')?.key === creation.key) keep('creation', null);
  return game;
}

/**
 * Forgets the idempotency key if this is the game that it created: the player sees it, so the same request means
 * another game. A list with the game is not enough: after a reload, the form above it repeats the request.
 *
 * @param {T.Game} game
 */
export function endCreation({ keywords, creation_time }) {
  const creation = recall('creation');
  // The service counts whole seconds.
  if (creation === null || creation_time + 1000 <= creation.time) return;
  // It also keeps no order of keywords.
  const requested = JSON.parse(creation.text).keywords.toSorted();
  if (String(requested) === String(keywords.toSorted())) keep('creation', null);
}

/** Waits until a game has its questions or has failed. @param {T.Context} context @param {T.Game} game */
export async function untilReady({ api, signal }, game) {
  for (let look = 0; game.status === 'PENDING'; look += 1) {
    await pause(PAUSES[Math.min(look, PAUSES.length - 1)], signal);
    game = await api.game(game.id);
  }
  return game;
}

/** @param {T.Game} game */
export const isOver = (game) => game.status === 'FINISHED';

/** @param {T.Game} game @param {T.Feedback} feedback @returns {T.Game} */
export const withAnswer = (game, { index, result, score }) => ({
  ...game,
  questions_answered: index,
  questions_correct: game.questions_correct + Number(result),
  score: game.score + score,
  status: index === game.questions_limit ? 'FINISHED' : 'READY',
});

/** @param {T.Summary} summary @returns {T.Answered | null} */
export const answered = (summary) => (summary.is_answered ? { ...summary, options: [], unit: null } : null);

/** @param {number} score */
export const points = (score) => score.toLocaleString(navigator.language, { maximumFractionDigits: 2 });

// The server knows the page only, so a place in it is the fragment of the URL.

export const START = '#/';

/** @param {string} id */
export const gameHash = (id) => `#/games/${id}`;

export const isStart = () => ['', START].includes(location.hash);

/** Returns the id of the game of the current place, if it is one. */
export const gameId = () => location.hash.match(/^#\/games\/([0-9a-f]{64})$/)?.[1];
