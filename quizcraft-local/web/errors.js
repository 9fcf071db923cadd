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
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
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
