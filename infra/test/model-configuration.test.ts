import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InvalidConfiguration, parse } from '../lib/configuration.ts';
import { STOP_WORDS } from '../lib/model-configuration.ts';
import { example, exampleWithModels, type Json, source } from './support.ts';

const ACCOUNT = '555555555555';

const OPENAI = {
  api: 'openai',
  name: 'example-model',
  url: 'https://models.example.org/v1',
  researchContact: 'operator@example.org',
  tokensPerDay: 1_000_000,
};
const ANTHROPIC = { ...OPENAI, api: 'anthropic', keySecretArn: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:model-key-AbCdEf` };
const { url: _, ...rest } = OPENAI;
const PROFILE = { ...rest, api: 'bedrock', name: 'eu.amazon.nova-lite-v1:0', regions: ['eu-west-1', 'eu-central-1'] };
const FOUNDATION = { ...rest, api: 'bedrock', name: 'amazon.nova-lite-v1:0' };

/** Returns the example with a model in dev as JSON. */
function withModelJson(model: unknown): Json {
  const whole: Json = JSON.parse(JSON.stringify(example()));
  delete whole.environments.dev.workerConcurrency;
  whole.environments.dev.model = model;
  return whole;
}

/** Returns the errors of a model without the path of the model; none if it is valid. */
function errors(model: unknown): string[] {
  try {
    parse('the test', JSON.parse(JSON.stringify(withModelJson(model))));
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidConfiguration);
    return error.message.split('\n').slice(1).map((line) => line.replace('  environments.dev.model', '').replace(/^\./, ''));
  }
}

test('the example with models is the example with models in dev and prd', () => {
  const whole: Json = JSON.parse(JSON.stringify(exampleWithModels()));
  for (const name of ['dev', 'prd']) {
    assert.ok(whole.environments[name].model, name);
    delete whole.environments[name].model;
    whole.environments[name].workerConcurrency = 2;
  }
  assert.deepEqual(whole, JSON.parse(JSON.stringify(example())));
});

test('models of every API are valid', () => {
  for (const model of [OPENAI, ANTHROPIC, PROFILE, FOUNDATION]) assert.deepEqual(errors(model), [], JSON.stringify(model));
});

test('ids of models and profiles of Bedrock are valid as AWS spells them', () => {
  for (const name of ['anthropic.claude-v2:1', 'amazon.titan-text-lite-v1:0:4k', 'meta.llama3-1-8b-instruct-v1:0', 'zai.glm-4.7']) {
    assert.deepEqual(errors({ ...FOUNDATION, name }), [], name);
  }
  for (const name of ['us.meta.llama3-1-8b-instruct-v1:0', 'apac.amazon.nova-lite-v1:0', 'us-gov.amazon.nova-lite-v1:0']) {
    assert.deepEqual(errors({ ...PROFILE, name }), [], name);
  }
});

/** Invalid values by field. */
const INVALID: Record<string, unknown[]> = {
  api: ['', 'OpenAI', 'azure', null],
  name: ['', 'a model', 'modèle', 'x'.repeat(81), 7],
  url: ['', 'models.example.org', 'http://models.example.org/v1', 'https://user:key@models.example.org', 'https://models.example.org/?key=1', 7],
  keySecretArn: ['', 'model-key', `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:model-key`, 'key', null],
  regions: [[], 'eu-west-1', ['europe'], ['eu-west-1a'], ['cn-north-1'], [null]],
  researchContact: ['', 'operator', 'operator@', '@example.org', 'operator@example', 'http://example.org', 'https://me@example.org', 'a@b.org (c)', 'a\\b@c.org', 7],
  researchUrl: ['', 'en.wikipedia.org', 'http://wiki.example.org/w/', 'https://wiki.example.org/w/?a=b'],
  callsPerGame: [0, 2, 3.5, '12', 4_294_967_296],
  tokensPerGame: [0, 5_999, 6_000.5, '25000', 4_294_967_296],
  secondsPerGame: [0, 4, 81, '45'],
  tokensPerDay: [-1, 0.5, '1000000', null, 24_999],
  gamesPerHour: [-1, 0.5, '5', 4_294_967_296],
  deny: ['towns', [], [''], ['#towns'], ['towns, rivers'], ['towns\nrivers'], [' towns'], ['The'], ['of thé'], ['?!'], [7], Array(300).fill('a town')],
};

for (const [field, values] of Object.entries(INVALID)) {
  test(`an invalid ${field} of a model is one error with its path`, () => {
    for (const value of values) {
      const base = field === 'regions' ? PROFILE : OPENAI;
      const reported = errors({ ...base, [field]: value });
      assert.equal(reported.length, 1, `${JSON.stringify(value)}: ${reported.join('; ')}`);
      assert.match(reported[0]!, new RegExp(`^${field}(\\.0)?: `), JSON.stringify(value));
    }
  });
}

test('every field of a model has invalid values in these tests', () => {
  const fields = [OPENAI, ANTHROPIC, PROFILE, ...Object.values(exampleWithModels().environments).map(({ model = {} }) => model)];
  const names = new Set(fields.flatMap((one) => Object.keys(one)));
  assert.deepEqual([...names].sort(), Object.keys(INVALID).sort());
});

test('entries of a deny list are words and phrases in any script', () => {
  assert.deepEqual(errors({ ...OPENAI, deny: ['towns', 'The Secret Project', 'C#', 'São Tomé', '東京', '1984'] }), []);
});

test('the stop words are those of the worker', () => {
  const [, words] = /const STOP_WORDS: \[&str; \d+\] = \[([^\]]+)\]/.exec(source('quizcraft-text/src/phrase.rs'))!;
  assert.deepEqual(words!.split(', ').map((word) => JSON.parse(word)), STOP_WORDS);
});

test('a missing value of a model is reported with its path', () => {
  for (const field of ['api', 'name', 'researchContact', 'tokensPerDay']) {
    const reported = errors({ ...OPENAI, [field]: undefined });
    assert.equal(reported.length, 1, field);
    assert.ok(reported[0]!.startsWith(`${field}: `), reported[0]);
  }
});

test('an unknown field of a model is reported', () => {
  const [reported, ...others] = errors({ ...OPENAI, key: 'secret' });
  assert.match(reported!, /"key"/);
  assert.deepEqual(others, []);
});

/** Contradictions: a model, and its only error. */
const CONTRADICTIONS: [string, unknown, string][] = [
  ['OpenAI without a URL', { ...OPENAI, url: undefined }, 'url: required with api openai'],
  ['Anthropic without a URL', { ...ANTHROPIC, url: undefined }, 'url: required with api anthropic'],
  ['OpenAI with regions', { ...OPENAI, regions: ['eu-west-1'] }, 'regions: must not be combined with api openai, which is not Bedrock'],
  [
    'a secret of another account',
    { ...ANTHROPIC, keySecretArn: 'arn:aws:secretsmanager:eu-west-1:666666666666:secret:model-key-AbCdEf' },
    'keySecretArn: must be in the region and the account of the environment',
  ],
  [
    'a secret of another region',
    { ...ANTHROPIC, keySecretArn: `arn:aws:secretsmanager:eu-north-1:${ACCOUNT}:secret:model-key-AbCdEf` },
    'keySecretArn: must be in the region and the account of the environment',
  ],
  ['Bedrock with a URL', { ...PROFILE, url: OPENAI.url }, 'url: must not be combined with api bedrock, whose endpoint follows from the region'],
  [
    'Bedrock with a secret',
    { ...FOUNDATION, keySecretArn: ANTHROPIC.keySecretArn },
    'keySecretArn: must not be combined with api bedrock, which the role of the worker may call',
  ],
  ['a profile without regions', { ...PROFILE, regions: undefined }, 'regions: required for an inference profile'],
  [
    'a foundation model with regions',
    { ...FOUNDATION, regions: PROFILE.regions },
    'name: expected an inference profile, whose id starts with its geography, or no regions',
  ],
  ...['global.amazon.nova-2-lite-v1:0'].flatMap((name) => [PROFILE, FOUNDATION].map((model): [string, unknown, string] => {
    return ['a global profile', { ...model, name }, 'name: expected an inference profile of a geography: global ones are not supported'];
  })),
  ...['amazon.nova-*', 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0', 'nova', 'amazon.nova/lite', 'eu.amazon.${x}'].map(
    (name): [string, unknown, string] => {
      const message = 'name: expected the id of an inference profile or of a foundation model of Bedrock, not an ARN';
      return [`the id ${name}`, { ...PROFILE, name }, message];
    },
  ),
  [
    'fewer tokens per day than per game',
    { ...OPENAI, tokensPerGame: 50_000, tokensPerDay: 49_999 },
    'tokensPerDay: must be 0 or at least the tokens of a game (50000)',
  ],
  ['fewer tokens per day than a game has by default', { ...OPENAI, tokensPerDay: 24_999 }, 'tokensPerDay: must be 0 or at least the tokens of a game (25000)'],
];

for (const [name, model, expected] of CONTRADICTIONS) {
  test(`${name} is one error`, () => {
    assert.deepEqual(errors(model), [expected]);
  });
}

test('0 tokens per day mean that there is no limit', () => {
  assert.deepEqual(errors({ ...OPENAI, tokensPerDay: 0 }), []);
});

test('the default concurrency of workers with a model is five, and a configured one stays', () => {
  const concurrency = (whole: Json) => parse('the test', JSON.parse(JSON.stringify(whole))).environments.dev.workerConcurrency;
  assert.equal(concurrency(withModelJson(OPENAI)), 5);
  assert.equal(concurrency(withModelJson(undefined)), 2);
  const configured = withModelJson(OPENAI);
  configured.environments.dev.workerConcurrency = 3;
  assert.equal(concurrency(configured), 3);
});
