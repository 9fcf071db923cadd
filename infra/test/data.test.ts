import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { all, dataOf, ENVIRONMENTS, example, type Json, only, quizOf, resource, source, stackOf, templateOf } from './support.ts';

const TABLES = ['Data/Game', 'Data/Question', 'Data/Token'];

/** The types of resources whose replacement loses players' games. */
const PINNED_TYPES = ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'];

/** The logical ids of all resources of these types. */
const LOGICAL_IDS = ['DataGameCC964D50', 'DataQuestion9E3480B0', 'DataTokenA2998AF7', 'PlayerIdKeySecret4F75D059'];

/** Returns each key as name, key type and attribute type. */
function keys(table: Json, schema = table.Properties.KeySchema): string[] {
  const types = new Map(table.Properties.AttributeDefinitions.map((one: Json) => [one.AttributeName, one.AttributeType]));
  return schema.map((key: Json) => `${key.AttributeName} ${key.KeyType} ${types.get(key.AttributeName)}`);
}

for (const environment of ENVIRONMENTS) {
  const data = dataOf(environment);
  const tables = TABLES.map((name) => resource(data, name));

  test(`${environment} has three tables with the expected keys`, () => {
    const [game, question, token] = tables;
    assert.equal(all(data, 'AWS::DynamoDB::Table').length, 3);
    assert.deepEqual(keys(game), ['PlayerId HASH S', 'GameId RANGE S']);
    assert.deepEqual(keys(question), ['GameId HASH S', 'QuestionId RANGE N']);
    assert.deepEqual(keys(token), ['TokenHash HASH S']);
  });

  // DynamoDB cannot change or add a local index: an update with any other value fails, or replaces the table by an empty one.
  test(`the index of ${environment} has the expected keys and projects all attributes`, () => {
    const [game, question, token] = tables;
    const [index, ...others] = game.Properties.LocalSecondaryIndexes;
    assert.deepEqual(others, []);
    assert.equal(index.IndexName, 'creation-time-index');
    assert.deepEqual(keys(game, index.KeySchema), ['PlayerId HASH S', 'CreationTime RANGE N']);
    assert.deepEqual(index.Projection, { ProjectionType: 'ALL' });
    for (const table of [question, token]) assert.equal(table.Properties.LocalSecondaryIndexes, undefined);
    for (const table of tables) assert.equal(table.Properties.GlobalSecondaryIndexes, undefined);
  });

  // A resource with another logical id, or in another stack, is another resource: CloudFormation creates an empty one and deletes
  // or abandons the former. Renamed constructs (`Data/Game`) have this effect. Tables also have no name, whose change would
  // replace them.
  test(`the logical ids of the tables and the secret of ${environment} have not changed`, () => {
    const ids = PINNED_TYPES.flatMap((type) => Object.keys(data.findResources(type)));
    assert.deepEqual(ids.sort(), LOGICAL_IDS);
    assert.equal(stackOf(`${environment}/Data`).stackName, `${environment}-Data`);
    for (const table of tables) assert.equal(table.Properties.TableName, undefined);
  });

  test(`the tables of ${environment} have a time to live`, () => {
    const lives = tables.map((table) => table.Properties.TimeToLiveSpecification);
    const life = { AttributeName: 'ExpirationEpoch', Enabled: true };
    assert.deepEqual(lives, [life, life, life]);
  });

  test(`the requests to each table of ${environment} are limited, and the limits are configured`, () => {
    const limits = (template: Template) => TABLES.map((name) => resource(template, name).Properties.OnDemandThroughput);
    const limit = { MaxReadRequestUnits: 1_000, MaxWriteRequestUnits: 1_000 };
    assert.deepEqual(limits(data), [limit, limit, limit]);
    const configuration = example();
    Object.assign(configuration.environments[environment]!, { maxReadRequestUnits: 300, maxWriteRequestUnits: 400 });
    const other = { MaxReadRequestUnits: 300, MaxWriteRequestUnits: 400 };
    assert.deepEqual(limits(dataOf(environment, configuration)), [other, other, other]);
  });

  test(`the tables of ${environment} are billed per request`, () => {
    for (const { Properties } of tables) {
      assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
      assert.equal(Properties.ProvisionedThroughput, undefined);
    }
  });

  // DynamoDB encrypts every table. `SSEEnabled` only tells whether the key is one of the account, whose use KMS bills.
  test(`the tables of ${environment} are encrypted with a key that costs nothing, or with the account's key if configured`, () => {
    for (const { Properties } of tables) assert.deepEqual(Properties.SSESpecification, { SSEEnabled: false });
    const configuration = example();
    Object.assign(configuration.environments[environment]!, { tableKey: 'aws-managed' });
    for (const name of TABLES) {
      const { SSESpecification } = resource(dataOf(environment, configuration), name).Properties;
      assert.deepEqual(SSESpecification, { SSEEnabled: true }, name);
    }
  });
}

test('the guide finds the key for player ids by its logical id, since the stack may contain another secret', () => {
  const [, id] = /LogicalResourceId=='(\w+)'/.exec(source('docs/guides/operate.md')) ?? [];
  assert.equal(id, LOGICAL_IDS.at(-1));
});

test('the index has the name that the Rust code uses', () => {
  const [, name] = /const INDEX: &str = "([^"]+)"/.exec(source('quizcraft-dynamo/src/tables/definition.rs')) ?? [];
  assert.equal(name, 'creation-time-index');
});

test('the stack policy denies only that a table or secret is replaced or deleted', () => {
  const [others, pinned, ...further] = JSON.parse(source('infra/stack-policy.json')).Statement;
  const everything = { Principal: '*', Resource: '*' };
  // Without this statement, a stack policy denies every update.
  assert.deepEqual(others, { Effect: 'Allow', Action: 'Update:*', ...everything });
  assert.deepEqual(pinned, {
    Effect: 'Deny',
    Action: ['Update:Replace', 'Update:Delete'],
    Condition: { StringEquals: { ResourceType: PINNED_TYPES } },
    ...everything,
  });
  assert.deepEqual(further, []);
});

test('the stack policy covers every resource of prd/Data that outlives its stack', () => {
  const retained = Object.values<Json>(dataOf('prd').toJSON()['Resources']).filter((one) => one.DeletionPolicy === 'Retain');
  assert.ok(retained.length > 0);
  for (const { Type } of retained) assert.ok(PINNED_TYPES.includes(Type), Type);
});

test('the bootstrap does not let the pipeline set a stack policy, which the README therefore leaves to the operator', () => {
  const { TemplateBody } = only(templateOf('QuizCraft-Bootstrap-Delivered'), 'AWS::CloudFormation::StackSet').Properties;
  assert.match(TemplateBody, /cloudformation:ExecuteChangeSet/);
  assert.doesNotMatch(TemplateBody, /SetStackPolicy|cloudformation:\*/);
});

/** Returns how a table is protected from loss. */
function protection({ Properties, DeletionPolicy, UpdateReplacePolicy }: Json) {
  return {
    restorable: Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    protected: Properties.DeletionProtectionEnabled ?? false,
    removed: DeletionPolicy,
    replaced: UpdateReplacePolicy,
  };
}

const TEMPORARY = { restorable: false, protected: false, removed: 'Delete', replaced: 'Delete' };

test('the tables of games and questions of prd have point-in-time recovery and deletion protection, and outlive their stack', () => {
  const data = dataOf('prd');
  for (const name of ['Data/Game', 'Data/Question']) {
    const retained = { restorable: true, protected: true, removed: 'Retain', replaced: 'Retain' };
    assert.deepEqual(protection(resource(data, name)), retained, name);
  }
});

test('no backup of prd keeps the links from tokens to players', () => {
  assert.deepEqual(protection(resource(dataOf('prd'), 'Data/Token')), TEMPORARY);
});

/** A policy that keeps a resource. */
const KEPT = /"(DeletionPolicy|UpdateReplacePolicy)":"(?!Delete")/;

for (const environment of ['tst', 'dev'] as const) {
  test(`no resource of ${environment} outlives its stack`, () => {
    for (const name of TABLES) {
      assert.deepEqual(protection(resource(dataOf(environment), name)), TEMPORARY, name);
    }
    for (const template of [dataOf(environment), quizOf(environment)]) assert.doesNotMatch(JSON.stringify(template.toJSON()), KEPT);
  });
}

// A failed first deployment is rolled back. What it leaves behind, the operator must delete before the next one: resources that
// outlive their stack, and the stack itself if it has termination protection (CDK deletes it otherwise).
for (const environment of ENVIRONMENTS) {
  test(`a failed first deployment of ${environment}/Quiz leaves nothing behind`, () => {
    const quiz = quizOf(environment);
    assert.doesNotMatch(JSON.stringify(quiz.toJSON()), KEPT);
    assert.doesNotMatch(JSON.stringify(quiz.toJSON()), /"DeletionProtection\w*":true/);
    for (const type of PINNED_TYPES) assert.deepEqual(all(quiz, type), [], type);
    assert.equal(stackOf(`${environment}/Quiz`).terminationProtection ?? false, false);
  });

  test(`${environment}/Data is deployed before ${environment}/Quiz and refers to no other stack`, () => {
    const { id, dependencies, template } = stackOf(`${environment}/Data`);
    assert.ok(stackOf(`${environment}/Quiz`).dependencies.some((one) => one.id === id));
    assert.deepEqual(dependencies.filter(({ id: other }) => !other.endsWith('.assets')), []);
    assert.doesNotMatch(JSON.stringify(template), /Fn::ImportValue/);
  });

  // CloudFormation rejects an update that changes or removes an export which another stack imports.
  test(`${environment}/Quiz imports every table and the secret, so that an update cannot replace them`, () => {
    const imported = JSON.stringify(quizOf(environment).toJSON());
    for (const id of LOGICAL_IDS) assert.match(imported, new RegExp(`"Fn::ImportValue":"${environment}-Data:ExportsOutputRef${id}`));
  });
}
