import { Unauthenticated } from './errors.js';
import { keep, recall } from './storage.js';

/** A token must not expire on its way. */
const MARGIN = 5_000;

/** @returns {string} @throws {Unauthenticated} */
export function token() {
  const session = recall('session');
  if (!session || session.until - MARGIN <= Date.now()) throw new Unauthenticated();
  return session.token;
}

export const isSignedIn = () => recall('session') !== null;

/** The service has accepted the token. */
export function confirmSession() {
  const session = recall('session');
  if (session && !session.isConfirmed) keep('session', { ...session, isConfirmed: true });
}

/** Whether the service has ever accepted the token. If not, it has not expired, and a new one will not help. */
export const isConfirmed = () => recall('session')?.isConfirmed === true;

/** The lifetime is counted on this clock, since the server's may differ. @param {T.Tokens} tokens */
export function beginSession({ access_token, expires_in = 3600 }) {
  keep('session', { token: access_token, until: Date.now() + expires_in * 1000 });
}

export const endSession = () => keep('session', null);
