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
    const attempt = () => this.#sendOnce(url, request);
    return request.isOptional ? attempt() : this.#repeat(attempt);
  }

  /** Loads a module. Browsers may remember a failure, so each attempt has an address of its own. @param {string} url */
  load(url) {
    return this.#repeat((failures) => import(failures === 0 ? url : `${url}?${failures}`).catch(notLoaded));
  }

  /** @template T @param {(failures: number) => Promise<T>} attempt @returns {Promise<T>} */
  async #repeat(attempt) {
    const request = {};
    let isAnswered = false;
    try {
      for (let failures = 0; ; failures += 1) {
        const result = await attempt(failures).catch(transient);
        isAnswered = !(result instanceof ApiError);
        if (!(result instanceof ApiError)) return result;
        await this.#wait(request, result.status, result.retryAfter || Math.min(2 ** failures, LONGEST_DELAY));
      }
    } finally {
      this.#outages.ended(request, isAnswered);
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

  /** @param {object} request @param {number} status @param {number} seconds */
  async #wait(request, status, seconds) {
    this.#outages.waits(request, status, seconds);
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    const ends = [pause(seconds * 1000, signal), once(this.#outages, 'retry', signal), once(window, 'online', signal)];
    await Promise.race(ends).finally(() => over.abort());
    this.#outages.tries(request);
  }
}

/** Returns the error if the request may succeed soon, and throws any other. @param {unknown} error */
function transient(error) {
  if (error instanceof ApiError && error.isTransient) return error;
  throw error;
}

/** An error of another type is no matter of the connection. @param {unknown} error @returns {never} */
function notLoaded(error) {
  throw error instanceof TypeError ? new ApiError(0, '', 'no response arrived', NaN) : error;
}
