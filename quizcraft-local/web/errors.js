/** The service responded with an error. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, message: string }[]} errors
   * @param {number | null} retryAfter seconds
   */
  constructor(status, errors, retryAfter) {
    super(errors.map((error) => error.message).join(' '));
    this.status = status;
    this.code = errors[0]?.code ?? '';
    this.retryAfter = retryAfter;
  }

  /**
   * Whether the same request may succeed later without a change. The limit of new games is no such error: the player
   * decides whether to wait for up to an hour.
   */
  get isTransient() {
    return [408, 429, 502, 503, 504].includes(this.status) && this.code !== 'too_many_games';
  }

  /** Reads an error from a response. API Gateway writes another body than the service. @param {Response} response */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const errors = Array.isArray(body?.errors) ? body.errors : [];
    const message = body?.message ?? `The server responded with the status ${response.status}.`;
    return new ApiError(response.status, errors.length > 0 ? errors : [{ message }], retryAfter(response));
  }
}

/** The player is not signed in, or the token is no longer accepted. */
export class Unauthenticated extends Error {}

/** No response arrived. The request may have taken effect. */
export class Unreachable extends Error {
  isTransient = true;
  retryAfter = null;
}

/** The response of a player is not complete. The message says what is missing. */
export class Incomplete extends Error {}

/** The sign-in failed. The message tells the player why. */
export class SignInFailed extends Error {}

/** @param {unknown} error @returns {error is DOMException} */
export const isAbort = (error) => error instanceof DOMException && error.name === 'AbortError';

/** @param {Response} response */
function retryAfter(response) {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? null : Math.max(seconds, 0);
}
