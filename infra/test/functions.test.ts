import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, example, quizOf, readable, resource, source, templateOf } from './support.ts';

const FUNCTIONS = ['Api/Function/Function', 'GameFlow/Worker/Function'];

/** Returns the variables that the code of a function requires, and all that it knows. */
function variables(name: 'api' | 'worker') {
  const code = source(`quizcraft-lambda/src/config/${name}.rs`);
  const find = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, variable]) => variable!);
  return { required: find(/(?:required|table)\((?:e, )?"([A-Z_]+)"/g), known: find(/"([A-Z]+(?:_[A-Z]+)+)"/g) };
}

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);

  test(`${environment} has two functions on Amazon Linux 2023 and arm64`, () => {
    const functions = FUNCTIONS.map((name) => resource(quiz, name).Properties);
    assert.equal(all(quiz, 'AWS::Lambda::Function').length, 2);
    for (const { Runtime, Architectures, Handler } of functions) {
      assert.deepEqual({ Runtime, Architectures, Handler }, {
        Runtime: 'provided.al2023',
        Architectures: ['arm64'],
        Handler: 'bootstrap',
      });
    }
  });

  test(`both functions of ${environment} are traced`, () => {
    for (const name of FUNCTIONS) {
      assert.deepEqual(resource(quiz, name).Properties.TracingConfig, { Mode: 'Active' }, name);
    }
  });

  test(`each function of ${environment} has its own log group`, () => {
    const groups = FUNCTIONS.map((name) => readable(quiz, resource(quiz, name).Properties.LoggingConfig.LogGroup));
    assert.deepEqual(groups, ['Api/Function/Log', 'GameFlow/Worker/Log']);
  });

  test(`every log group of ${environment} has a retention of at most 90 days`, () => {
    const groups = all(quiz, 'AWS::Logs::LogGroup');
    assert.equal(groups.length, 3);
    for (const { Properties } of groups) assert.ok(Properties.RetentionInDays <= 90, `${Properties.RetentionInDays} days`);
  });

  test(`the api function of ${environment} receives tables, queue, key, issuer and audience`, () => {
    const { issuer, audience } = example().environments[environment]!;
    assert.deepEqual(variablesOf(FUNCTIONS[0]!), {
      GAME_TABLE: 'Data/Game',
      QUESTION_TABLE: 'Data/Question',
      TOKEN_TABLE: 'Data/Token',
      GAME_QUEUE_URL: 'GameFlow/Queue',
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: audience,
      PLAYER_ID_KEY_SECRET: 'PlayerIdKey/Secret',
      MAPPING_KEY: 'quiz/v1',
    });
  });

  test(`the api function of ${environment} receives the configured email claims`, () => {
    const configuration = example();
    const claims = { emailClaim: 'https://quiz.example.org/email', emailVerifiedClaim: 'https://quiz.example.org/verified' };
    Object.assign(configuration.environments[environment]!, claims);
    const quiz = templateOf(`${environment}/Quiz`, configuration);
    const { Variables } = resource(quiz, FUNCTIONS[0]!).Properties.Environment;
    assert.equal(Variables.JWT_EMAIL_CLAIM, claims.emailClaim);
    assert.equal(Variables.JWT_EMAIL_VERIFIED_CLAIM, claims.emailVerifiedClaim);
  });

  test(`the api function of ${environment} receives the configured limit of games`, () => {
    for (const limit of [0, 7]) {
      const configuration = example();
      Object.assign(configuration.environments[environment]!, { gamesPerHour: limit });
      const quiz = templateOf(`${environment}/Quiz`, configuration);
      assert.equal(resource(quiz, FUNCTIONS[0]!).Properties.Environment.Variables.GAMES_PER_HOUR, `${limit}`);
    }
  });

  test(`the functions of ${environment} receive the configured retention that they apply`, () => {
    const configuration = example();
    Object.assign(configuration.environments[environment]!, { finishedGamesKeptDays: 30, gamesPerPlayer: 100 });
    const quiz = templateOf(`${environment}/Quiz`, configuration);
    const [api, worker] = FUNCTIONS.map((name) => resource(quiz, name).Properties.Environment.Variables);
    assert.equal(api.FINISHED_GAMES_KEPT_DAYS, '30');
    assert.equal(api.GAMES_PER_PLAYER, undefined);
    assert.equal(worker.FINISHED_GAMES_KEPT_DAYS, '30');
    assert.equal(worker.GAMES_PER_PLAYER, '100');
  });

  test(`the worker of ${environment} receives the tables of games and questions, and the queue`, () => {
    assert.deepEqual(variablesOf(FUNCTIONS[1]!), {
      GAME_TABLE: 'Data/Game',
      QUESTION_TABLE: 'Data/Question',
      GAME_QUEUE_URL: 'GameFlow/Queue',
    });
  });

  test(`the functions of ${environment} receive all variables that the Rust code requires, and none that it does not know`, () => {
    for (const [index, name] of (['api', 'worker'] as const).entries()) {
      const { required, known } = variables(name);
      const given = Object.keys(variablesOf(FUNCTIONS[index]!));
      assert.ok(required.length >= 2);
      assert.deepEqual(required.filter((variable) => !given.includes(variable)), [], name);
      assert.deepEqual(given.filter((variable) => ![...required, ...known].includes(variable)), [], name);
    }
  });

  /** Returns the environment variables of a function. */
  function variablesOf(name: string): Record<string, string> {
    const given = resource(quiz, name).Properties.Environment.Variables;
    return Object.fromEntries(Object.entries(given).map(([variable, value]) => [variable, readable(quiz, value)]));
  }
}

test('functions run on x86_64 if the configuration says so', () => {
  const quiz = quizOf('dev', { ...example(), architecture: 'x86_64' });
  for (const name of FUNCTIONS) assert.deepEqual(resource(quiz, name).Properties.Architectures, ['x86_64'], name);
});
