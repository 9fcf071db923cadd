import assert from 'node:assert/strict';

import { eventually } from '../../shared/node/eventually.mjs';

/** A client with one token. */
export class Client {
  #url;
  #token;

  constructor(url, token) {
    this.#url = url;
    this.#token = token;
  }

  get(path) {
    return this.#send('GET', path);
  }

  post(path, body) {
    return this.#send('POST', path, body);
  }

  /** Starts a game and returns its id. */
  async start(keywords, limit) {
    const reply = await this.post('/games', { keywords, questions_limit: limit });
    return reply.is(201).body.id;
  }

  /** Returns the ids of all games. */
  async games() {
    const { body } = (await this.get('/games')).is(200);
    return body.games.map((game) => game.id);
  }

  /** Waits until the game is ready and returns it. */
  ready(id) {
    return eventually('the game is ready', async () => {
      const { body } = (await this.get(`/games/${id}`)).is(200);
      return body.status === 'READY' && body;
    });
  }

  /** Asks a question and answers it with the first option. */
  async answer(id) {
    const asked = (await this.post(`/games/${id}/questions/ask`)).is(200).body;
    const answer = { question: asked.index, choice: asked.options[0] };
    return (await this.post(`/games/${id}/questions/answer`, answer)).is(200).body;
  }

  async #send(method, path, body) {
    const headers = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(this.#url + path, { method, headers, body: JSON.stringify(body) });
    return new Reply(response.status, response.headers, await response.json());
  }
}

/** A response with its body. */
class Reply {
  constructor(status, headers, body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Asserts the status. */
  is(status) {
    assert.equal(this.status, status, this.#text());
    return this;
  }

  /** Asserts that the response is this error. */
  fails(status, code) {
    const codes = this.is(status).body.errors.map((error) => error.code);
    assert.deepEqual(codes, [code], this.#text());
    return this;
  }

  /** Asserts that the token is rejected with this reason. */
  isRejected(why) {
    this.fails(401, 'unauthenticated');
    const challenge = this.headers.get('www-authenticate') ?? '';
    assert.match(challenge, /^Bearer error="invalid_token", error_description="/, this.#text());
    assert.match(challenge, why);
    return this;
  }

  /** Asserts a 503 with Retry-After. */
  isUnavailable() {
    this.fails(503, 'unavailable');
    assert.match(this.headers.get('retry-after') ?? '', /^[1-9]\d*$/, this.#text());
    assert.equal(this.headers.get('www-authenticate'), null, this.#text());
    return this;
  }

  #text() {
    const challenge = this.headers.get('www-authenticate') ?? '';
    return `${this.status} ${challenge} ${JSON.stringify(this.body)}`;
  }
}
