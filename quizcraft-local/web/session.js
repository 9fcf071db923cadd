import { Unauthenticated } from './errors.js';
import { keep, recall } from './storage.js';

/** A token must not expire on its way. */
const MARGIN = 5_000;

/** A token that is refused so soon has not expired: the service does not accept it at all. */
const FRESH = 60_000;

/** @returns {string} @throws {Unauthenticated} */
export function token() {
  const session = recall('session');
  if (!session || session.until - MARGIN <= Date.now()) throw new Unauthenticated();
  return session.token;
}

export const isSignedIn = () => recall('session') !== null;

export const isFresh = () => Date.now() - (recall('session')?.since ?? 0) < FRESH;

/** The lifetime is counted on this clock, since the server's may differ. @param {T.Tokens} tokens */
export function beginSession({ access_token, expires_in = 3600 }) {
  const since = Date.now();
  keep('session', { token: access_token, since, until: since + expires_in * 1000 });
}

export const endSession = () => keep('session', null);
