import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, type Json, quizOf, readable, resource, source } from './support.ts';

/** The saved queries by name: the log that they read, and their commands. */
const QUERIES = {
  'requests by route and status': [
    'Api/Function/Log',
    'filter message = "answered"',
    'stats count(*) as requests, pct(duration, 50) as p50, pct(duration, 99) as p99 by route, status',
    'sort requests desc',
  ],
  'requests that API Gateway answered without the function': [
    'Api/AccessLog',
    'filter integrationLatency = "-"',
    'stats count(*) as requests by routeKey, status, authorizerError',
    'sort requests desc',
  ],
  'work by outcome': [
    'GameFlow/Worker/Log',
    'filter message = "prepared"',
    'stats count(*) as records by outcome',
    'sort records desc',
  ],
};

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);

  test(`the saved queries of ${environment} group the log lines by route, status and outcome`, () => {
    const saved = all(quiz, 'AWS::Logs::QueryDefinition').map(({ Properties: { Name, LogGroupNames, QueryString } }: Json) => {
      const [log, ...others] = LogGroupNames.map((name: Json) => readable(quiz, name));
      assert.deepEqual(others, []);
      return [Name, [log, ...QueryString.split(/\n\s*\| /)]];
    });
    const expected = Object.entries(QUERIES).map(([name, query]) => [`QuizCraft/${environment}-Quiz/${name}`, query]);
    assert.deepEqual(Object.fromEntries(saved), Object.fromEntries(expected));
  });

  test(`the access log of ${environment} has the fields that its query reads`, () => {
    const fields = Object.keys(JSON.parse(resource(quiz, 'Api/Stage').Properties.AccessLogSettings.Format));
    for (const field of ['integrationLatency', 'routeKey', 'status', 'authorizerError']) assert.ok(fields.includes(field), field);
  });
}

test('the log lines of the Rust code have the fields that the queries read', () => {
  const fields = { api: ['answered', 'route', 'status', 'duration'], worker: ['prepared', 'outcome'] };
  for (const [name, texts] of Object.entries(fields)) {
    const code = source(`quizcraft-lambda/src/observe/${name}.rs`);
    for (const text of texts) assert.ok(code.includes(`"${text}"`), `${name}: ${text}`);
  }
});
