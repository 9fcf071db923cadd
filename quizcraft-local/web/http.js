import { once, pause } from './dom.js';

/** The service responded with an error, or not at all (status 0). */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {number} retryAfter seconds, or NaN */
  constructor(status, code, message, retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed soon. The limit of new games lasts for up to an hour. */
  get isTransient() {
    return [0, 408, 429, 502, 503, 504].includes(this.status) && this.code !== 'too_many_games';
  }

  /** The body is that of the service, or of a gateway before it. @param {Response} response */
  static async of(response) {
    const { code, message } = await described(response);
    const retryAfter = Math.max(0, Number.parseInt(response.headers.get('retry-after') ?? '', 10));
    return new ApiError(response.status, code, message, retryAfter);
  }
}

/** There is no token, or it is no longer accepted. The message is that of the service, or empty if it was not asked. */
export class Unauthenticated extends Error {
  /** @param {Response} response */
  static async of(response) {
    const { message } = await described(response);
    const detail = response.headers.get('www-authenticate')?.match(/error_description="([^"]+)"/)?.[1];
    return new Unauthenticated(detail === undefined ? message : `${message}: ${detail}`);
  }
}

/** Returns the first code and all messages of an error. @param {Response} response */
async function described(response) {
  const body = await response.json().catch(() => null);
  const errors = body?.errors ?? [];
  const messages = errors.map((/** @type {Error} */ error) => error.message).join('; ');
  const message = messages || body?.message || `the server responded with the status ${response.status}`;
  return { code: errors[0]?.code ?? '', message };
}

/** The message says what the player has to do first. */
export class Advice extends Error {}

// The token, and what a player has typed. It belongs to this tab, and survives a reload if the browser allows storage.
// Only the name of a player without a password is known to every tab.

const ITEM = 'quizcraft';
const SHARED_NAME = 'quizcraft-player';

/** @type {Record<string, any>} */
let kept = {};
try {
  kept = JSON.parse(sessionStorage.getItem(ITEM) ?? '{}');
} catch {
  // Nothing is stored.
}

/** @param {string} name @param {unknown} value `null` removes what is kept */
export function keep(name, value) {
  kept[name] = value ?? undefined;
  save();
}

/** @param {string} name */
export const recall = (name) => kept[name] ?? null;

export function forgetAll() {
  kept = {};
  save();
}

function save() {
  try {
    sessionStorage.setItem(ITEM, JSON.stringify(kept));
  } catch {
    // It stays in memory.
  }
}

/** @param {string} name empty if new tabs must not suggest one */
export function shareName(name) {
  try {
    if (name === '') localStorage.removeItem(SHARED_NAME);
    else localStorage.setItem(SHARED_NAME, name);
  } catch {
    // New tabs do not know it.
  }
}

function sharedName() {
  try {
    return localStorage.getItem(SHARED_NAME) ?? '';
  } catch {
    return '';
  }
}

/** A token must not expire on its way. */
const MARGIN = 5_000;

/** @returns {string} @throws {Unauthenticated} */
function token() {
  const session = recall('session');
  if (!session || session.until - MARGIN <= Date.now()) throw new Unauthenticated();
  return session.token;
}

export const isSignedIn = () => recall('session') !== null;

/** The service has accepted the token. */
function confirmSession() {
  const session = recall('session');
  if (session && !session.isConfirmed) keep('session', { ...session, isConfirmed: true });
}

/** Whether the service has ever accepted the token. If not, it has not expired, and a new one will not help. */
export const isConfirmed = () => recall('session')?.isConfirmed === true;

/**
 * The lifetime is counted on this clock, since the server's may differ.
 *
 * @param {T.Tokens} tokens
 * @param {string} player
 */
export function beginSession({ access_token, expires_in = 3600 }, player) {
  keep('session', { token: access_token, until: Date.now() + expires_in * 1000 });
  keep('player', player);
}

export const endSession = () => keep('session', null);

/**
 * Returns who plays in this tab: a name, or what the identity provider calls the player. It outlives the session. A new
 * tab suggests the name that was used last.
 *
 * @returns {string} empty for a player without a name
 */
export const currentPlayer = () => recall('player') ?? sharedName();

/** Ends the session and forgets the name. What the player typed stays in this tab, for the same name only. */
export function leavePlayer() {
  for (const name of ['session', 'player', 'creation']) keep(name, null);
  shareName('');
}

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
