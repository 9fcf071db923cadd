import { Unauthenticated } from './errors.js';
import { forget, recall, remember } from './storage.js';

const NAME = 'session';

/** A token is treated as expired some seconds early, so that it does not expire on its way. */
const MARGIN = 5_000;

/** The token of the player. It stays in this tab and never appears in a URL. */
export class Session {
  /** Returns the token. Throws `Unauthenticated` if there is none, or if it has expired. @returns {string} */
  token() {
    const session = recall(NAME);
    if (!session || session.until - MARGIN <= Date.now()) throw new Unauthenticated();
    return session.token;
  }

  get isSignedIn() {
    return recall(NAME) !== null;
  }

  /**
   * @param {string} token
   * @param {number} [lifetime] in seconds. It is counted on this clock, since the server's may differ.
   */
  begin(token, lifetime = 3600) {
    remember(NAME, { token, until: Date.now() + lifetime * 1000 });
  }

  end() {
    forget(NAME);
  }
}
