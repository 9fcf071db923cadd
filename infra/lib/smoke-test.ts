// The smoke test of a deployed API. The pipeline runs it after the deployment to dev and before the approval of prd.
//
// Without a token, requests end at API Gateway: they show that name, certificate, mapping, authorizer and CORS work, but do not
// invoke a function. With a token of a test player, a whole game shows that the functions, the queue and the tables work, too.

import { setTimeout as sleep } from 'node:timers/promises';

/** A request to the token endpoint of the identity provider whose response contains an access token of a test player. */
export interface TokenRequest {
  readonly url: string;
  /** The fields of the form, such as `grant_type` and `client_id`. */
  readonly form: Record<string, string>;
}

export interface SmokeTest {
  /** The base URL of the API. */
  readonly url: string;
  /** The origin of the web pages that may call the API. */
  readonly origin: string;
  readonly tokenRequest?: TokenRequest;
  /** The interval of polling, in milliseconds. */
  readonly interval?: number;
  /** The maximum time to wait for a new name to resolve, and for the questions of a game, in milliseconds. */
  readonly timeout?: number;
}

const REQUEST_TIMEOUT = 15_000;

/** The number of questions of the game. */
const QUESTIONS = 2;

/** The responses of the API as far as the test reads them. */
interface Game {
  readonly id: string;
  readonly status: string;
  readonly questions_answered: number;
}

interface Question {
  readonly index: number;
  readonly options: string[];
}

/** Runs the test and returns what was tested, or throws an error that says what failed. */
export async function smokeTest(test: SmokeTest): Promise<string[]> {
  // A new name or mapping may take some time until it works everywhere.
  await eventually(test, () => rejectsRequestsWithoutToken(test));
  await allowsOrigin(test);
  const tested = ['requests without a token are rejected', 'a preflight from the configured origin is allowed'];
  if (test.tokenRequest === undefined) {
    return [...tested, 'skipped: a whole game, for which smokeTest.tokenRequest is not configured'];
  }
  await playGame(test, await accessToken(test.tokenRequest));
  return [...tested, 'a whole game was played'];
}

async function rejectsRequestsWithoutToken({ url }: SmokeTest): Promise<void> {
  const response = await send(`${url}/games`);
  expect(response.status === 401, `GET /games without a token: expected status 401, found ${response.status}`);
  const challenge = response.headers.get('www-authenticate') ?? '';
  expect(/^Bearer\b/i.test(challenge), `GET /games without a token: expected WWW-Authenticate: Bearer, found ${challenge || 'none'}`);
}

async function allowsOrigin({ url, origin }: SmokeTest): Promise<void> {
  const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' };
  const response = await send(`${url}/games`, { method: 'OPTIONS', headers });
  expect(response.ok, `OPTIONS /games: expected a 2xx status, found ${response.status}`);
  const allowed = response.headers.get('access-control-allow-origin') ?? 'none';
  expect(allowed === origin, `OPTIONS /games: expected Access-Control-Allow-Origin: ${origin}, found ${allowed}`);
}

/** Fetches an access token. Errors contain nothing of the request or the response, because the log is not secret. */
async function accessToken({ url, form }: TokenRequest): Promise<string> {
  const response = await send(url, { method: 'POST', body: new URLSearchParams(form) });
  expect(response.ok, `the token endpoint: expected a 2xx status, found ${response.status}`);
  const { access_token: token } = await response.json().catch(() => ({})) as { access_token?: unknown };
  expect(typeof token === 'string' && token !== '', 'the token endpoint: expected a string access_token in the response');
  return token as string;
}

async function playGame(test: SmokeTest, token: string): Promise<void> {
  const started = await call<Game>(test, token, 201, 'POST /games', { keywords: ['capitals', 'Europe'], questions_limit: QUESTIONS });
  const path = `/games/${started.id}`;
  await eventually(test, async () => {
    const { status } = await call<Game>(test, token, 200, `GET ${path}`);
    expect(status !== 'PENDING', `GET ${path}: the game is still PENDING`);
  });
  for (let number = 1; number <= QUESTIONS; number += 1) {
    const { index, options } = await call<Question>(test, token, 200, `POST ${path}/questions/ask`);
    expect(index === number && options.length > 1, `expected question ${number} with several options, found question ${index}`);
    await call(test, token, 200, `POST ${path}/questions/answer`, { question: index, choice: options[0] });
  }
  const { status, questions_answered: answered } = await call<Game>(test, token, 200, `GET ${path}`);
  expect(status === 'FINISHED' && answered === QUESTIONS, `expected a FINISHED game, found ${status} after ${answered} answers`);
}

/** Sends a request with a token, such as `GET /games`, and returns the body of the response. */
async function call<T>({ url }: SmokeTest, token: string, status: number, request: string, body?: object): Promise<T> {
  const [method, path] = request.split(' ');
  const headers = { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) };
  const response = await send(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const challenge = response.headers.get('www-authenticate');
  const reason = challenge === null ? '' : ` (${challenge})`;
  expect(response.status === status, `${request}: expected status ${status}, found ${response.status}${reason}`);
  return await response.json() as T;
}

function send(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: 'error', signal: AbortSignal.timeout(REQUEST_TIMEOUT), ...init });
}

/** Repeats an operation until it succeeds. After the timeout of the test, throws its last error. */
async function eventually({ interval = 5_000, timeout = 180_000 }: SmokeTest, operation: () => Promise<void>): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (Date.now() >= end) {
        throw error;
      }
    }
    await sleep(interval);
  }
}

function expect(condition: boolean, message: string): void {
  if (!condition) {
    throw new Error(message);
  }
}
