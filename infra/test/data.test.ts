import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source } from './sources.ts';
import { all, ENVIRONMENTS, type Json, quizOf, resource } from './support.ts';

const TABLES = ['Data/Game', 'Data/Question', 'Data/Token'];

/** Keys as name, place and type. */
function keys(table: Json, schema = table.Properties.KeySchema): string[] {
  const types = new Map(table.Properties.AttributeDefinitions.map((one: Json) => [one.AttributeName, one.AttributeType]));
  return schema.map((key: Json) => `${key.AttributeName} ${key.KeyType} ${types.get(key.AttributeName)}`);
}

/** What the Rust code asks an index for, by the names that the items have. */
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

  test(`${environment} has three tables, with the keys of the deployed service`, () => {
    const [game, question, token] = tables;
    assert.equal(all(quiz, 'AWS::DynamoDB::Table').length, 3);
    assert.deepEqual(keys(game), ['PlayerId HASH S', 'GameId RANGE S']);
    assert.deepEqual(keys(question), ['GameId HASH S', 'QuestionId RANGE N']);
    assert.deepEqual(keys(token), ['TokenHash HASH S']);
  });

  test(`games are listed in ${environment} by an index that holds what the lists of the Rust code need`, () => {
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

  test(`tokens, and nothing else, go by themselves in ${environment}`, () => {
    const lives = tables.map((table) => table.Properties.TimeToLiveSpecification);
    assert.deepEqual(lives, [undefined, undefined, { AttributeName: 'ExpirationEpoch', Enabled: true }]);
  });

  test(`tables of ${environment} are paid by the request and encrypted at rest`, () => {
    for (const { Properties } of tables) {
      assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
      assert.equal(Properties.ProvisionedThroughput, undefined);
      assert.deepEqual(Properties.SSESpecification, { SSEEnabled: true });
    }
  });
}

test('the index is called as the Rust code calls it', () => {
  const [, name] = /const INDEX: &str = "([^"]+)"/.exec(source('quizcraft-dynamo/src/tables/definition.rs')) ?? [];
  assert.equal(name, 'creation-time-index');
});

/** What becomes of a table when something goes wrong, or its stack goes. */
function safety({ Properties, DeletionPolicy, UpdateReplacePolicy }: Json) {
  return {
    restorable: Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    protected: Properties.DeletionProtectionEnabled ?? false,
    removed: DeletionPolicy,
    replaced: UpdateReplacePolicy,
  };
}

test('in prd, tables can be restored, cannot be deleted by mistake, and outlive their stack', () => {
  const quiz = quizOf('prd');
  for (const name of TABLES) {
    const kept = { restorable: true, protected: true, removed: 'Retain', replaced: 'Retain' };
    assert.deepEqual(safety(resource(quiz, name)), kept, name);
  }
});

for (const environment of ['tst', 'dev'] as const) {
  test(`nothing of ${environment} outlives its stack`, () => {
    const quiz = quizOf(environment);
    for (const name of TABLES) {
      const passing = { restorable: false, protected: false, removed: 'Delete', replaced: 'Delete' };
      assert.deepEqual(safety(resource(quiz, name)), passing, name);
    }
    assert.doesNotMatch(JSON.stringify(quiz.toJSON()), /"(DeletionPolicy|UpdateReplacePolicy)":"(?!Delete")/);
  });
}
