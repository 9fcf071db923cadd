import { ApiError, Unauthenticated } from './errors.js';
import { confirmSession, token } from './session.js';
import { once, pause } from './time.js';

const TIMEOUT = 20_000;
const LONGEST_DELAY = 30;

/**
 * Sends requests with the token of the player. All of them can be repeated safely, since answers name their question
 * and new games have an idempotency key. So each is repeated until a response other than a transient error arrives.
 */
export class Http {
  #outages;
  #signal;

  /** @param {T.Outages} outages @param {AbortSignal} signal ends every request and every wait */
  constructor(outages, signal) {
    this.#outages = outages;
    this.#signal = signal;
  }

  /** Returns the body of the response. @param {string} url @param {T.Request} request @returns {Promise<any>} */
  async send(url, request = {}) {
    for (let failures = 0; ; failures += 1) {
      try {
        const body = await this.#sendOnce(url, request);
        if (failures > 0) this.#outages.ended();
        return body;
      } catch (error) {
        if (!(error instanceof ApiError && error.isTransient)) throw error;
        await this.#wait(error.status, error.retryAfter || Math.min(2 ** failures, LONGEST_DELAY));
      }
    }
  }

  /** @param {string} url @param {T.Request} request */
  async #sendOnce(url, { method = 'GET', body, key, anonymous }) {
    const headers = {
      ...(!anonymous && { authorization: `Bearer ${token()}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT)]);
    try {
      const response = await fetch(url, { method, headers, signal, body: JSON.stringify(body) });
      if (response.status === 401) throw await Unauthenticated.of(response);
      if (!response.ok) throw await ApiError.of(response);
      if (!anonymous) confirmSession();
      return await response.json();
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof ApiError || error instanceof Unauthenticated) throw error;
      // A gateway may refuse an expired token in a way that a browser reports as a failed connection.
      if (!anonymous) token();
      throw new ApiError(0, '', 'no response arrived', NaN);
    }
  }

  /** @param {number} status @param {number} seconds */
  async #wait(status, seconds) {
    this.#outages.began(status, seconds);
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    const ends = [pause(seconds * 1000, signal), once(this.#outages, 'retry', signal), once(window, 'online', signal)];
    await Promise.race(ends).finally(() => over.abort());
  }
}
