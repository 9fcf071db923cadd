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
    const body = await response.json().catch(() => null);
    const errors = body?.errors ?? [];
    const messages = errors.map((/** @type {Error} */ error) => error.message).join('; ');
    const message = messages || body?.message || `the server responded with the status ${response.status}`;
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    return new ApiError(response.status, errors[0]?.code ?? '', message, retryAfter);
  }
}

/** There is no token, or it is no longer accepted. */
export class Unauthenticated extends Error {}

/** The message says what the player has to do first. */
export class Advice extends Error {}
