import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, type Json, quizOf, resource, source } from './support.ts';

const TABLES = ['Data/Game', 'Data/Question', 'Data/Token'];

/** Returns each key as name, key type and attribute type. */
function keys(table: Json, schema = table.Properties.KeySchema): string[] {
  const types = new Map(table.Properties.AttributeDefinitions.map((one: Json) => [one.AttributeName, one.AttributeType]));
  return schema.map((key: Json) => `${key.AttributeName} ${key.KeyType} ${types.get(key.AttributeName)}`);
}

/** Returns the names of the attributes that the Rust code reads from the index. */
function projected(): string[] {
  const names = new Map<string, string>();
  for (const [, constant, name] of source('quizcraft-dynamo/src/item/mod.rs').matchAll(/const (\w+): &str = "(\w+)";/g)) {
    names.set(constant!, name!);
  }
  const definition = source('quizcraft-dynamo/src/tables/definition.rs');
  const [, constants] = /const PROJECTED: [^=]*= \[([^\]]*)\]/.exec(definition) ?? [];
  return [...constants!.matchAll(/name::(\w+)/g)].map(([, constant]) => names.get(constant!)!);
}

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const tables = TABLES.map((name) => resource(quiz, name));

  test(`${environment} has three tables with the expected keys`, () => {
    const [game, question, token] = tables;
    assert.equal(all(quiz, 'AWS::DynamoDB::Table').length, 3);
    assert.deepEqual(keys(game), ['PlayerId HASH S', 'GameId RANGE S']);
    assert.deepEqual(keys(question), ['GameId HASH S', 'QuestionId RANGE N']);
    assert.deepEqual(keys(token), ['TokenHash HASH S']);
  });

  test(`the index of ${environment} projects the attributes that the Rust code reads from it`, () => {
    const [game, question, token] = tables;
    const [index, ...others] = game.Properties.LocalSecondaryIndexes;
    assert.deepEqual(others, []);
    assert.equal(index.IndexName, 'creation-time-index');
    assert.deepEqual(keys(game, index.KeySchema), ['PlayerId HASH S', 'CreationTime RANGE N']);
    assert.equal(index.Projection.ProjectionType, 'INCLUDE');
    assert.equal(projected().length, 8);
    assert.deepEqual(index.Projection.NonKeyAttributes, projected());
    for (const table of [question, token]) assert.equal(table.Properties.LocalSecondaryIndexes, undefined);
    for (const table of tables) assert.equal(table.Properties.GlobalSecondaryIndexes, undefined);
  });

  test(`the tables of ${environment} have a time to live`, () => {
    const lives = tables.map((table) => table.Properties.TimeToLiveSpecification);
    const life = { AttributeName: 'ExpirationEpoch', Enabled: true };
    assert.deepEqual(lives, [life, life, life]);
  });

  test(`the tables of ${environment} are billed per request and encrypted at rest`, () => {
    for (const { Properties } of tables) {
      assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
      assert.equal(Properties.ProvisionedThroughput, undefined);
      assert.deepEqual(Properties.SSESpecification, { SSEEnabled: true });
    }
  });
}

test('the index has the name that the Rust code uses', () => {
  const [, name] = /const INDEX: &str = "([^"]+)"/.exec(source('quizcraft-dynamo/src/tables/definition.rs')) ?? [];
  assert.equal(name, 'creation-time-index');
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

test('the tables of prd have point-in-time recovery and deletion protection, and outlive their stack', () => {
  const quiz = quizOf('prd');
  for (const name of TABLES) {
    const retained = { restorable: true, protected: true, removed: 'Retain', replaced: 'Retain' };
    assert.deepEqual(protection(resource(quiz, name)), retained, name);
  }
});

for (const environment of ['tst', 'dev'] as const) {
  test(`no resource of ${environment} outlives its stack`, () => {
    const quiz = quizOf(environment);
    for (const name of TABLES) {
      const temporary = { restorable: false, protected: false, removed: 'Delete', replaced: 'Delete' };
      assert.deepEqual(protection(resource(quiz, name)), temporary, name);
    }
    assert.doesNotMatch(JSON.stringify(quiz.toJSON()), /"(DeletionPolicy|UpdateReplacePolicy)":"(?!Delete")/);
  });
}
