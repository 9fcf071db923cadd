import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { all, dataOf, example, exampleWithModels, type Json, quizOf, resource, source, stackOf, withModel } from './support.ts';

const models = exampleWithModels();

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:666666666666:secret:model-key-AbCdEf';

/** The example with a model in prd that needs a key. */
const keyed = (keySecretArn?: string) => withModel('prd', {
  api: 'anthropic',
  name: 'example-model',
  url: 'https://models.example.org',
  researchContact: 'operator@example.org',
  tokensPerDay: 1_000_000,
  ...(keySecretArn && { keySecretArn }),
});

/** Returns the ids of the resources that one template has and another lacks, and of those that differ. */
function difference(before: Template, after: Template): { added: string[]; removed: string[]; changed: string[] } {
  const [old, now] = [before, after].map((template) => template.toJSON()['Resources']) as [Json, Json];
  const both = Object.keys(old).filter((id) => id in now);
  return {
    added: Object.keys(now).filter((id) => !(id in old)).sort(),
    removed: Object.keys(old).filter((id) => !(id in now)),
    changed: both.filter((id) => JSON.stringify(old[id]) !== JSON.stringify(now[id])).sort(),
  };
}

test('an environment without a model has the same templates whether or not others have one', () => {
  const stacks = ['tst/Zone', 'tst/Domain', 'tst/Data', 'tst/Quiz', 'dev/Zone', 'dev/Domain', 'prd/Zone', 'prd/Domain', 'QuizCraft-Network'];
  for (const path of stacks) {
    const [without, others] = [example(), models].map((configuration) => JSON.stringify(stackOf(path, configuration).template));
    assert.equal(others, without, path);
  }
});

test('without a model, no template mentions one', () => {
  for (const environment of ['tst', 'dev', 'prd'] as const) {
    for (const template of [dataOf(environment), quizOf(environment)]) {
      assert.doesNotMatch(JSON.stringify(template.toJSON()), /model|bedrock|draft|research/i, environment);
    }
  }
});

test('a model adds the pool and its key to the data of an environment, and changes nothing else', () => {
  const changes = (environment: 'dev' | 'prd') => difference(dataOf(environment), dataOf(environment, models));
  assert.deepEqual(changes('dev'), { added: ['DataDraftF23E3299', 'ModelKey797AAF76'], removed: [], changed: [] });
  // The model of prd is one of Bedrock, which the role of the worker may call.
  assert.deepEqual(changes('prd'), { added: ['DataDraftF23E3299'], removed: [], changed: [] });
});

test('a model changes nothing of the quiz but the worker, its queue, and alarms', () => {
  const { added, removed, changed } = difference(quizOf('dev'), quizOf('dev', models));
  const names = (ids: string[]) => ids.map((id) => id.replace(/[0-9A-F]{8}$/, ''));
  assert.deepEqual(names(added), ['WatchModelCircuitOpen', 'WatchModelRejections', 'WatchModelTokens']);
  assert.deepEqual(removed, []);
  assert.deepEqual(names(changed), [
    'GameFlowQueue',
    'GameFlowWork',
    'GameFlowWorkerFunction',
    'GameFlowWorkerRoleDefaultPolicy',
    'WatchDashboard',
    'WatchTableThrottles',
  ]);
});

for (const environment of ['dev', 'prd'] as const) {
  test(`the pool of ${environment} has the expected keys and a time to live, and no backup`, () => {
    const { Properties, DeletionPolicy, UpdateReplacePolicy } = resource(dataOf(environment, models), 'Data/Draft');
    const { AttributeDefinitions, KeySchema, PointInTimeRecoverySpecification, DeletionProtectionEnabled, ...others } = Properties;
    assert.deepEqual(KeySchema, [
      { AttributeName: 'PoolKey', KeyType: 'HASH' },
      { AttributeName: 'Fingerprint', KeyType: 'RANGE' },
    ]);
    assert.deepEqual(AttributeDefinitions, [
      { AttributeName: 'PoolKey', AttributeType: 'S' },
      { AttributeName: 'Fingerprint', AttributeType: 'S' },
    ]);
    assert.deepEqual(PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: false });
    assert.deepEqual([DeletionProtectionEnabled, DeletionPolicy, UpdateReplacePolicy], [false, 'Delete', 'Delete']);
    assert.deepEqual(others, {
      BillingMode: 'PAY_PER_REQUEST',
      OnDemandThroughput: { MaxReadRequestUnits: 1_000, MaxWriteRequestUnits: 1_000 },
      SSESpecification: { SSEEnabled: false },
      TimeToLiveSpecification: { AttributeName: 'ExpirationEpoch', Enabled: true },
    });
  });
}

// A value in a template could be read by every principal that may read templates, and each deployment would set it again.
test('the secret of the key is created without a value, also in prd', () => {
  for (const [environment, configuration] of [['dev', models], ['prd', keyed()]] as const) {
    const { Properties, DeletionPolicy } = resource(dataOf(environment, configuration), 'ModelKey');
    assert.deepEqual(Object.keys(Properties), ['Description'], environment);
    assert.equal(DeletionPolicy, 'Delete', environment);
  }
});

test('no secret is created if one is configured', () => {
  const secrets = (configuration = example()) => all(dataOf('prd', configuration), 'AWS::SecretsManager::Secret').length;
  assert.deepEqual([secrets(), secrets(keyed()), secrets(keyed(SECRET_ARN)), secrets(models)], [1, 2, 1, 1]);
});

test('the quiz imports the pool and the secret of the model', () => {
  const quiz = JSON.stringify(quizOf('dev', models).toJSON());
  for (const id of ['DataDraftF23E3299', 'ModelKey797AAF76']) assert.match(quiz, new RegExp(`"Fn::ImportValue":"dev-Data:ExportsOutputRef${id}`));
});

test('the README names the secret that is created by its logical id', () => {
  const [, id] = /--logical-resource-id (\w+)/.exec(source('infra/README.md')) ?? [];
  assert.ok(id !== undefined && id in dataOf('dev', models).findResources('AWS::SecretsManager::Secret'), id);
});
