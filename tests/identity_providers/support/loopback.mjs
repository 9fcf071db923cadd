import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * A loopback server for a provider. It counts requests, can delay them, and can stop and start
 * again on the same port.
 */
export class Loopback {
  #server;
  #port;
  #away = false;
  #handler;
  #asked = [];
  #held = new Map();
  #instead = new Map();

  static async open() {
    const place = new Loopback();
    await place.#listen();
    return place;
  }

  /** The URL of the server, without a trailing slash. */
  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Sets the request handler of the provider. */
  serve(handler) {
    this.#handler = handler;
  }

  /** The number of requests. */
  get requests() {
    return this.#asked.length;
  }

  /** Returns the number of requests for this path. */
  times(path) {
    return this.#asked.filter((asked) => asked === path).length;
  }

  /** Delays requests for this path until the returned function is called. */
  hold(path) {
    let release;
    this.#held.set(path, new Promise((resolve) => (release = resolve)));
    return () => {
      this.#held.delete(path);
      release();
    };
  }

  /** Overrides the handler of this path; `null` restores it. */
  answerInstead(path, handler) {
    this.#instead.set(path, handler);
  }

  /** Refuses connections. The port stays reserved, so no other process takes it. */
  stop() {
    this.#away = true;
    this.#server.closeAllConnections();
  }

  /** Accepts connections again. */
  restart() {
    this.#away = false;
  }

  /** Stops listening. */
  async close() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #listen() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('connection', (socket) => this.#away && socket.destroy());
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = this.#server.address().port;
  }

  async #answer(request, response) {
    const path = request.url.split('?')[0];
    this.#asked.push(path);
    await this.#held.get(path);
    const answer = this.#instead.get(path) ?? this.#handler;
    answer(request, response);
  }
}
