import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Configuration } from '../lib/configuration.ts';
import { PENDING_TIMEOUT } from '../lib/game-flow.ts';
import {
  all,
  assemblyOf,
  exampleWithModels,
  INFRA,
  type Json,
  only,
  privileges,
  quizOf,
  readable,
  resource,
  source,
  stackOf,
  withModel,
} from './support.ts';

const WORKER = 'GameFlow/Worker/Function';
const API = 'Api/Function/Function';

const models = exampleWithModels();

const COMMON = { name: 'example-model', researchContact: 'operator@example.org', tokensPerDay: 1_000_000 };
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:555555555555:secret:model-key-AbCdEf';
const anthropic = withModel('dev', { ...COMMON, api: 'anthropic', url: 'https://models.example.org', keySecretArn: SECRET_ARN });
const foundation = withModel('dev', { ...COMMON, api: 'bedrock', name: 'amazon.nova-lite-v1:0' });
/** The region of the environment is not among those of the profile. */
const elsewhere = withModel('dev', { ...COMMON, api: 'bedrock', name: 'eu.amazon.nova-lite-v1:0', regions: ['eu-west-3', 'eu-central-1'] });

/** The environments with a model, each with its configuration. */
const WITH_MODEL: ['dev' | 'prd', Configuration][] = [
  ['dev', models],
  ['prd', models],
  ['dev', anthropic],
  ['dev', foundation],
  ['dev', elsewhere],
];

/** Returns the environment variables of the worker that it has only with a model. */
function variables(environment: 'dev' | 'prd', configuration: Configuration): Record<string, string> {
  const [without, quiz] = [quizOf(environment), quizOf(environment, configuration)];
  const before = resource(without, WORKER).Properties.Environment.Variables;
  const now = Object.entries(resource(quiz, WORKER).Properties.Environment.Variables);
  for (const [name, value] of Object.entries(before)) assert.deepEqual(Object.fromEntries(now)[name], value, name);
  return Object.fromEntries(now.filter(([name]) => !(name in before)).map(([name, value]) => [name, readable(quiz, value)]));
}

test('the worker receives the model, the created secret, the pool and the research', () => {
  assert.deepEqual(variables('dev', models), {
    MODEL_API: 'openai',
    MODEL: 'example-model',
    MODEL_URL: 'https://models.example.org/v1',
    MODEL_KEY_SECRET: 'ModelKey',
    RESEARCH: 'wikipedia',
    RESEARCH_CONTACT: 'operator@example.org',
    MODEL_TOKENS_PER_DAY: '1000000',
    DRAFT_TABLE: 'Data/Draft',
  });
});

test('the worker receives an existing secret', () => {
  const { MODEL_API, MODEL_KEY_SECRET } = variables('dev', anthropic);
  assert.deepEqual([MODEL_API, MODEL_KEY_SECRET], ['anthropic', SECRET_ARN]);
});

test('the worker receives every configured limit, and for Bedrock neither URL nor secret', () => {
  assert.deepEqual(variables('prd', models), {
    MODEL_API: 'bedrock',
    MODEL: 'eu.amazon.nova-lite-v1:0',
    RESEARCH: 'wikipedia',
    RESEARCH_URL: 'https://simple.wikipedia.org/w/',
    RESEARCH_CONTACT: 'https://quiz.example.org/contact',
    MODEL_CALLS: '10',
    MODEL_TOKENS: '20000',
    MODEL_SECONDS: '40',
    MODEL_TOKENS_PER_DAY: '4000000',
    EXPENSIVE_GAMES_PER_HOUR: '3',
    MODEL_DENY: 'example project,names of employees',
    DRAFT_TABLE: 'Data/Draft',
  });
});

test('limits of 0 are passed to the worker', () => {
  const unlimited = withModel('dev', { ...COMMON, api: 'bedrock', name: 'amazon.nova-lite-v1:0', tokensPerDay: 0, gamesPerHour: 0 });
  const { MODEL_TOKENS_PER_DAY, EXPENSIVE_GAMES_PER_HOUR } = variables('dev', unlimited);
  assert.deepEqual([MODEL_TOKENS_PER_DAY, EXPENSIVE_GAMES_PER_HOUR], ['0', '0']);
});

/** The source code of the configuration of the functions. */
function configurationCode(): string {
  const directory = join(INFRA, '../quizcraft-lambda/src/config');
  const files = readdirSync(directory).filter((file) => file.endsWith('.rs'));
  return files.map((file) => source(`quizcraft-lambda/src/config/${file}`)).join('\n');
}

test('the worker reads all variables of a model', () => {
  const code = configurationCode();
  const given = new Set(WITH_MODEL.flatMap(([environment, configuration]) => Object.keys(variables(environment, configuration))));
  const unknown = [...given].filter((name) => !code.includes(`"${name}"`));
  assert.equal(given.size, 14);
  assert.deepEqual(unknown, []);
});

/** The permissions of every worker with a model in addition to those without one. */
const POOL = { 'Data/Draft': ['dynamodb:BatchWriteItem', 'dynamodb:Query'] };
const INVOKE = ['bedrock:InvokeModel'];

/** Returns the permissions that a worker has only with a model. */
function additional(environment: 'dev' | 'prd', configuration: Configuration): Record<string, string[]> {
  const [before, now] = [quizOf(environment), quizOf(environment, configuration)].map((quiz) => privileges(quiz, WORKER)) as [
    Record<string, string[]>,
    Record<string, string[]>,
  ];
  // None is lost or extended. The tokens of the day are an item of the table of games.
  for (const [resource, actions] of Object.entries(before)) assert.deepEqual(now[resource], actions, resource);
  assert.deepEqual(before['Data/Game'], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  return Object.fromEntries(Object.entries(now).filter(([resource]) => !(resource in before)));
}

test('a worker with a key may read this secret and use the pool, and nothing else', () => {
  assert.deepEqual(additional('dev', models), { ...POOL, ModelKey: ['secretsmanager:GetSecretValue'] });
  assert.deepEqual(additional('dev', anthropic), { ...POOL, [SECRET_ARN]: ['secretsmanager:GetSecretValue'] });
});

test('a worker with a foundation model of Bedrock may call it in its own region only', () => {
  assert.deepEqual(additional('dev', foundation), {
    ...POOL,
    'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0': INVOKE,
  });
});

/** Returns the permission for a foundation model in a region through a profile. */
function through(region: string, account: string): [string, string[]] {
  const profile = `arn:aws:bedrock:eu-west-1:${account}:inference-profile/eu.amazon.nova-lite-v1:0`;
  const condition = JSON.stringify({ StringEquals: { 'bedrock:InferenceProfileArn': profile } });
  return [`arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0 if ${condition}`, INVOKE];
}

test('a worker with an inference profile may call it, and its foundation model through it in all its regions', () => {
  assert.deepEqual(additional('prd', models), {
    ...POOL,
    'arn:aws:bedrock:eu-west-1:666666666666:inference-profile/eu.amazon.nova-lite-v1:0': INVOKE,
    ...Object.fromEntries(['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'].map((region) => through(region, '666666666666'))),
  });
});

test('a worker with an inference profile may call its foundation model also in the region of the call', () => {
  assert.deepEqual(additional('dev', elsewhere), {
    ...POOL,
    'arn:aws:bedrock:eu-west-1:555555555555:inference-profile/eu.amazon.nova-lite-v1:0': INVOKE,
    ...Object.fromEntries(['eu-central-1', 'eu-west-1', 'eu-west-3'].map((region) => through(region, '555555555555'))),
  });
});

test('a model changes neither the permissions nor the variables of the api function', () => {
  for (const [environment, configuration] of WITH_MODEL) {
    const [without, quiz] = [quizOf(environment), quizOf(environment, configuration)];
    assert.deepEqual(privileges(quiz, API), privileges(without, API));
    assert.deepEqual(resource(quiz, API), resource(without, API));
  }
});

for (const [environment, configuration] of WITH_MODEL) {
  const { api, name } = configuration.environments[environment]!.model!;
  const quiz = quizOf(environment, configuration);
  const { Timeout } = resource(quiz, WORKER).Properties;
  const { VisibilityTimeout } = resource(quiz, 'GameFlow/Queue').Properties;

  test(`each invocation of the worker with ${name} of ${api} in ${environment} has one game, and at most five run`, () => {
    const { BatchSize, ScalingConfig, MaximumBatchingWindowInSeconds } = only(quiz, 'AWS::Lambda::EventSourceMapping').Properties;
    assert.deepEqual([BatchSize, ScalingConfig], [1, { MaximumConcurrency: 5 }]);
    // A window would delay the only message of a batch, and would have to be added to the visibility timeout.
    assert.equal(MaximumBatchingWindowInSeconds, undefined);
  });

  test(`the worker with ${name} of ${api} in ${environment} times out after the budget of a game`, () => {
    assert.equal(Timeout, 90);
    assert.ok(Timeout > 80, 'the configuration accepts 80 seconds for a game');
  });

  // Lambda rejects a visibility timeout below the function's timeout. The recommended six times the timeout would exceed the
  // pending timeout.
  test(`a message of ${name} of ${api} in ${environment} is hidden for several timeouts, but not longer than a game may be pending`, () => {
    assert.ok(VisibilityTimeout >= 3 * Timeout, `${VisibilityTimeout} s for ${Timeout} s`);
    assert.ok(VisibilityTimeout < PENDING_TIMEOUT.toSeconds(), `${VisibilityTimeout} s`);
  });
}

test('the configured concurrency replaces the default of a worker with a model', () => {
  const configuration = exampleWithModels();
  configuration.environments.dev.workerConcurrency = 20;
  const { ScalingConfig } = only(quizOf('dev', configuration), 'AWS::Lambda::EventSourceMapping').Properties;
  assert.deepEqual(ScalingConfig, { MaximumConcurrency: 20 });
});

test('the functions are not in a VPC, from which they could not call the model without a gateway', () => {
  for (const { Properties } of all(quizOf('dev', models), 'AWS::Lambda::Function')) assert.equal(Properties.VpcConfig, undefined);
});

/** Returns why the worker of an environment cannot be deployed from a machine on which no function is built. */
function whyNotDeployable(environment: 'dev' | 'prd', configuration: Configuration): string {
  const { templateFile } = stackOf(`${environment}/Quiz`, configuration);
  const assets = join(assemblyOf(configuration).directory, `assembly-${environment}`, templateFile.replace('template', 'assets'));
  const files = Object.values<Json>(JSON.parse(readFileSync(assets, 'utf8')).files);
  return files.map(({ displayName }) => displayName).find((name) => name.startsWith('quizcraft-worker'));
}

test('only a worker with a model of Bedrock needs the feature', () => {
  const reason = 'quizcraft-worker is not built; run: npm run functions';
  assert.equal(whyNotDeployable('dev', models), reason);
  assert.equal(whyNotDeployable('dev', anthropic), reason);
  assert.equal(whyNotDeployable('prd', models), `${reason} -- --features bedrock`);
  assert.equal(whyNotDeployable('dev', foundation), `${reason} -- --features bedrock`);
});
