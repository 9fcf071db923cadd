import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * A place on loopback where a provider is served. It knows what was asked, can make those who ask
 * wait, and can go away and come back.
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

  /** Its URL, without a slash at the end. */
  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Lets the provider answer what is asked here. */
  serve(handler) {
    this.#handler = handler;
  }

  /** How often anything was asked for. */
  get requests() {
    return this.#asked.length;
  }

  /** How often this path was asked for. */
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

  /** Lets something else than the provider answer for this path; `null` ends that. */
  answerInstead(path, handler) {
    this.#instead.set(path, handler);
  }

  /** Goes away: connections are refused. The port stays its own, since another would soon be given it. */
  leave() {
    this.#away = true;
    this.#server.closeAllConnections();
  }

  /** Is there again. */
  comeBack() {
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
