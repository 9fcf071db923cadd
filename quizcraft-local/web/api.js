/**
 * @typedef {import('./types.d.ts').Game} Game
 * @typedef {import('./types.d.ts').NewGame} NewGame
 * @typedef {import('./types.d.ts').Posed} Posed
 * @typedef {import('./types.d.ts').Summary} Summary
 * @typedef {import('./types.d.ts').Feedback} Feedback
 * @typedef {import('./types.d.ts').Response} PlayerResponse
 */

/** The REST API, as one player uses it. `http.js` tells which errors its methods throw. */
export class Api {
  #http;

  /** @param {import('./http.js').Http} http */
  constructor(http) {
    this.#http = http;
  }

  /** @param {{ limit: number, cursor?: string | null }} page @returns {Promise<{ games: Game[], next: string | null }>} */
  games({ limit, cursor }) {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) });
    return this.#http.send(`/games?${query}`);
  }

  /**
   * Creates a game, or returns the game that an earlier request with this key created.
   *
   * @param {NewGame} body
   * @param {string} key
   * @returns {Promise<Game>}
   */
  create(body, key) {
    return this.#http.send('/games', { method: 'POST', body, key });
  }

  /** @param {string} id @returns {Promise<Game>} */
  game(id) {
    return this.#http.send(path(id));
  }

  /** @param {string} id @returns {Promise<{ questions: Summary[] }>} */
  questions(id) {
    return this.#http.send(path(id, 'questions'));
  }

  /** @param {string} id @param {number} index @returns {Promise<Summary>} */
  question(id, index) {
    return this.#http.send(path(id, 'questions', String(index)));
  }

  /** Returns the first unanswered question. @param {string} id @returns {Promise<Posed>} */
  ask(id) {
    return this.#http.send(path(id, 'questions', 'ask'), { method: 'POST' });
  }

  /** @param {string} id @param {{ question: number, response: PlayerResponse }} body @returns {Promise<Feedback>} */
  answer(id, body) {
    return this.#http.send(path(id, 'questions', 'answer'), { method: 'POST', body });
  }

  /** Returns what games can be about, for suggestions. @returns {Promise<{ topics: string[] }>} */
  topics() {
    return this.#http.send('/topics');
  }

  /** Returns how players sign in. @returns {Promise<import('./types.d.ts').Settings>} */
  settings() {
    return this.#http.send('/web.json', { anonymous: true });
  }

  /**
   * Returns a token of the development issuer, which gives one to every client on this machine.
   *
   * @param {string} email
   * @returns {Promise<{ access_token: string, expires_in: number }>}
   */
  developmentToken(email) {
    return this.#http.send('/dev/token', { method: 'POST', body: { email }, anonymous: true });
  }
}

/** @param {...string} segments */
const path = (...segments) => ['/games', ...segments.map(encodeURIComponent)].join('/');
