import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { type SmokeTest, smokeTest } from '../lib/smoke-test.ts';
import { INFRA, type Json, source } from './support.ts';

const ORIGIN = 'https://quiz.dev.example.org';
const TOKEN = 'the-token';
const FORM = { grant_type: 'password', client_secret: 'the-client-secret' };

/** A response: status, body and headers. */
type Reply = [status: number, body?: unknown, headers?: Record<string, string>];
type Handler = (request: { body: string; headers: IncomingMessage['headers'] }) => Reply;
type Handlers = Record<string, Handler>;

const UNAUTHORIZED: Reply = [401, { message: 'Unauthorized' }, { 'www-authenticate': 'Bearer' }];

/** Returns the handlers of an API and a token endpoint that work, by method and path. */
function working(): Handlers {
  const game = { id: 'a1', status: 'PENDING', questions_answered: 0 };
  const authorized = (reply: (body: Json) => Reply): Handler => ({ headers, body }) => {
    return headers.authorization === `Bearer ${TOKEN}` ? reply(body && JSON.parse(body)) : UNAUTHORIZED;
  };
  let polls = 0;
  return {
    'GET /games': authorized(() => [200, { games: [game] }]),
    'OPTIONS /games': ({ headers }) => headers.origin === ORIGIN ? [204, undefined, { 'access-control-allow-origin': ORIGIN }] : [204],
    'POST /games': authorized(({ keywords, questions_limit: limit }) => keywords.length > 0 && limit === 2 ? [201, game] : [400]),
    'GET /games/a1': authorized(() => {
      polls += 1;
      if (game.status === 'PENDING' && polls > 1) game.status = 'READY';
      return [200, game];
    }),
    'POST /games/a1/questions/ask': authorized(() => [200, { index: game.questions_answered + 1, options: ['one', 'two'] }]),
    'POST /games/a1/questions/answer': authorized(({ question, choice }) => {
      if (question !== game.questions_answered + 1 || choice !== 'one') return [400];
      game.questions_answered += 1;
      if (game.questions_answered === 2) game.status = 'FINISHED';
      return [200, { result: true }];
    }),
    'POST /token': ({ body }) => {
      return body === new URLSearchParams(FORM).toString() ? [200, { access_token: TOKEN }] : [400, { error: body }];
    },
  };
}

/** Serves handlers on loopback while a function runs. */
async function serving<T>(handlers: Handlers, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const handler = handlers[`${request.method} ${request.url}`] ?? (() => [404, { message: 'Not Found' }]);
      const [status, body, headers] = handler({ body: Buffer.concat(parts).toString(), headers: request.headers });
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Runs the test against the working API with some handlers replaced. */
function run(replaced: Handlers = {}, changed: Partial<SmokeTest> = {}): Promise<string[]> {
  return serving({ ...working(), ...replaced }, (url) => {
    const tokenRequest = { url: `${url}/token`, form: FORM };
    return smokeTest({ url, origin: ORIGIN, tokenRequest, interval: 5, timeout: 60_000, ...changed });
  });
}

test('a working API passes with a whole game', async () => {
  assert.equal((await run()).at(-1), 'a whole game was played');
});

test('without a token, no game is played, and the output says so', async () => {
  const tested = await run({ 'POST /games': () => [500] }, { tokenRequest: undefined });
  assert.match(tested.at(-1)!, /^skipped: a whole game/);
});

test('a name or mapping that is not known at once is tried again', async () => {
  let requests = 0;
  const { 'GET /games': games } = working();
  const late: Handler = (request) => {
    requests += 1;
    return requests < 3 ? [404, { message: 'Not Found' }] : games!(request);
  };
  await run({ 'GET /games': late });
  assert.equal(requests, 3);
});

/** Faults of an API by the error that reports them. */
const FAULTS: [error: RegExp, replaced: Handlers][] = [
  [/without a token: expected status 401, found 404/, { 'GET /games': () => [404] }],
  [/without a token: expected status 401, found 200/, { 'GET /games': () => [200, { games: [] }] }],
  [/expected WWW-Authenticate: Bearer, found none/, { 'GET /games': () => [401] }],
  [/expected a 2xx status, found 500/, { 'OPTIONS /games': () => [500] }],
  [/Access-Control-Allow-Origin: https:\/\/quiz\.dev\.example\.org, found none/, { 'OPTIONS /games': () => [204] }],
  [/Allow-Origin.*, found \*/, { 'OPTIONS /games': () => [204, undefined, { 'access-control-allow-origin': '*' }] }],
  [/^the token endpoint: expected a 2xx status, found 401$/, { 'POST /token': () => [401, { error: 'invalid_client' }] }],
  [/^the token endpoint: expected a string access_token/, { 'POST /token': () => [200, { id_token: 'x' }] }],
  [/^POST \/games: expected status 201, found 401 \(Bearer\)$/, { 'POST /token': () => [200, { access_token: 'other' }] }],
  [/^POST \/games: expected status 201, found 503$/, { 'POST /games': () => [503, { message: 'Service Unavailable' }] }],
  [/still PENDING/, { 'GET /games/a1': () => [200, { status: 'PENDING' }] }],
  [/ask: expected status 200, found 409/, { 'POST /games/a1/questions/ask': () => [409] }],
  [/expected question 1 /, { 'POST /games/a1/questions/ask': () => [200, { index: 2, options: ['one', 'two'] }] }],
  [/answer: expected status 200, found 500/, { 'POST /games/a1/questions/answer': () => [500] }],
  [/expected a FINISHED game, found READY after 0 answers/, {
    'GET /games/a1': () => [200, { id: 'a1', status: 'READY', questions_answered: 0 }],
  }],
];

for (const [error, replaced] of FAULTS) {
  test(`a faulty API fails with ${error}`, async () => {
    await assert.rejects(run(replaced, { timeout: 30 }), ({ message }: Error) => {
      assert.match(message, error);
      for (const secret of [FORM.client_secret, TOKEN]) assert.ok(!message.includes(secret), message);
      return true;
    });
  });
}

/** Runs the program as the pipeline does. */
async function program(url: string, tokenRequest: string): Promise<{ status: number; output: string }> {
  const env = { PATH: process.env['PATH'], TOKEN_REQUEST: tokenRequest };
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/smoke-test.ts', url, ORIGIN], { cwd: INFRA, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  const [status] = await once(child, 'close');
  return { status, output };
}

test('the program prints what was tested, and fails with a reason', async () => {
  await serving({ ...working(), 'GET /games/a1': () => [200, { id: 'a1', status: 'READY', questions_answered: 0 }] }, async (url) => {
    const failed = await program(url, JSON.stringify({ url: `${url}/token`, form: FORM }));
    assert.equal(failed.status, 1);
    assert.match(failed.output, /^the smoke test failed: expected a FINISHED game/);
    const invalid = await program(url, '{"the-client-secret');
    assert.deepEqual([invalid.status, invalid.output.trim()], [
      1,
      'the smoke test failed: invalid TOKEN_REQUEST: expected JSON with url and form',
    ]);
  });
});

test('the test uses routes and fields of openapi.json', () => {
  const { paths, components: { schemas } } = JSON.parse(source('openapi.json'));
  assert.ok(paths['/games'].get.responses['401'] && paths['/games'].post.responses['201'] && paths['/games/{game}'].get);
  for (const action of ['ask', 'answer']) assert.ok(paths[`/games/{game}/questions/${action}`].post.responses['200'], action);
  const fields = (name: string) => Object.keys(schemas[name].properties);
  for (const field of ['id', 'status', 'questions_answered']) assert.ok(fields('Game').includes(field), field);
  for (const field of ['keywords', 'questions_limit']) assert.ok(fields('NewGame').includes(field), field);
  for (const field of ['index', 'options']) assert.ok(fields('Posed').includes(field), field);
  assert.deepEqual(fields('Answer').sort(), ['choice', 'question', 'response']);
});
