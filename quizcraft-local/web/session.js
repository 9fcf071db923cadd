import { Unauthenticated } from './errors.js';
import { keep, recall, shareName, sharedName } from './storage.js';

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
