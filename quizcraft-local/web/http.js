import { ApiError, Unauthenticated, Unreachable } from './errors.js';
import { once, pause } from './time.js';

/**
 * @typedef {object} Request
 * @property {string} [method]
 * @property {unknown} [body] sent as JSON
 * @property {string} [key] an idempotency key
 * @property {boolean} [anonymous] whether the request needs no token
 *
 * @typedef {object} Outages
 * @property {(error: Error, seconds: number) => EventTarget} began A request will be sent again after these seconds.
 *   The event `retry` of the result sends it at once.
 * @property {() => void} ended The request succeeded.
 */

const TIMEOUT = 20_000;
const LONGEST_DELAY = 30;

/**
 * Sends requests with the token of the player.
 *
 * Every request of this API can be repeated safely: answers name their question, and new games have an idempotency key. So
 * each request is repeated until a response other than a transient error arrives, or until the signal is aborted.
 */
export class Http {
  #session;
  #outages;
  #signal;

  /**
   * @param {import('./session.js').Session} session
   * @param {Outages} outages
   * @param {AbortSignal} signal ends every request and every wait
   */
  constructor(session, outages, signal) {
    this.#session = session;
    this.#outages = outages;
    this.#signal = signal;
  }

  /** Returns the body of the response. @param {string} url @param {Request} [request] @returns {Promise<any>} */
  async send(url, request = {}) {
    for (let failures = 0; ; failures += 1) {
      try {
        const body = await this.#sendOnce(url, request);
        if (failures > 0) this.#outages.ended();
        return body;
      } catch (error) {
        const isTransient = (error instanceof ApiError || error instanceof Unreachable) && error.isTransient;
        if (!isTransient) throw error;
        await this.#wait(error, error.retryAfter ?? Math.min(2 ** failures, LONGEST_DELAY));
      }
    }
  }

  /** @param {string} url @param {Request} request */
  async #sendOnce(url, request) {
    const response = await this.#fetch(url, request);
    if (response.status === 401) throw new Unauthenticated();
    if (!response.ok) throw await ApiError.of(response);
    // The connection may also break in the middle of the body.
    return response.json().catch((error) => this.#unreachable(request, error));
  }

  /** @param {string} url @param {Request} request */
  async #fetch(url, request) {
    const { method = 'GET', body, key, anonymous } = request;
    /** @type {Record<string, string>} */
    const headers = {};
    if (!anonymous) headers.authorization = `Bearer ${this.#session.token()}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key !== undefined) headers['idempotency-key'] = key;
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT)]);
    const init = { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) };
    return fetch(url, init).catch((error) => this.#unreachable(request, error));
  }

  /** @param {Request} request @param {unknown} error @returns {never} */
  #unreachable(request, error) {
    this.#signal.throwIfAborted();
    // Where a gateway refuses an expired token without CORS headers, the request fails without a status.
    if (!request.anonymous) this.#session.token();
    throw new Unreachable('No response arrived.', { cause: error });
  }

  /** @param {Error} error @param {number} seconds */
  async #wait(error, seconds) {
    const retry = this.#outages.began(error, seconds);
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    const waits = [pause(seconds * 1000, signal), once(retry, 'retry', signal), once(window, 'online', signal)];
    try {
      await Promise.race(waits);
    } finally {
      over.abort();
      await Promise.allSettled(waits);
    }
  }
}
