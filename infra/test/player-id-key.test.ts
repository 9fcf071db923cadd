import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ENVIRONMENTS, type Json, only, quizOf, readable, stackOf } from './support.ts';

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);

  // CloudFormation generates a new key whenever GenerateSecretString changes, also by an option that has no effect. Then the
  // ids of all players change, and all games are orphaned. Other new properties, such as a name, may replace the secret.
  // If this test fails, revert the change; do not adapt the test.
  test(`nothing that generates the key for player ids of ${environment} has changed`, () => {
    const { Description, ...pinned } = only(quiz, 'AWS::SecretsManager::Secret').Properties;
    assert.match(Description, /^Key for player ids/);
    assert.deepEqual(pinned, { GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 } });
  });

  test(`only the api function of ${environment} and CloudFormation may access the key, and the function may only read it`, () => {
    const [secret] = Object.keys(quiz.findResources('AWS::SecretsManager::Secret'));
    const policies = mentioning(secret!, /IAM::Policy$/);
    assert.equal(policies.length, 1);
    const { Roles, PolicyDocument } = policies[0].Properties;
    assert.deepEqual(Roles.map((role: unknown) => readable(quiz, role)), ['Api/Function/Role']);
    const granting = PolicyDocument.Statement.filter((one: unknown) => JSON.stringify(one).includes(secret!));
    assert.deepEqual(granting, [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: secret } }]);
    // The resource policy denies all other principals, whatever their own policies allow.
    const { SecretId, ResourcePolicy } = only(quiz, 'AWS::SecretsManager::ResourcePolicy').Properties;
    assert.deepEqual(SecretId, { Ref: secret });
    const [statement, ...statements] = ResourcePolicy.Statement;
    assert.deepEqual(statements, []);
    const { account, region } = stackOf(`${environment}/Quiz`).environment;
    const exempt = statement.Condition.ArnNotEquals['aws:PrincipalArn'].map((one: Json) => readable(quiz, one));
    assert.deepEqual(exempt, [
      'Api/Function/Role',
      `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`,
    ]);
    assert.deepEqual(Object.keys(statement.Condition), ['ArnNotEquals']);
    const { Condition: _, ...denying } = statement;
    assert.deepEqual(denying, {
      Effect: 'Deny',
      Action: 'secretsmanager:GetSecretValue',
      Principal: { AWS: '*' },
      Resource: '*',
    });
    // No other resource refers to the secret.
    const others = mentioning(secret!, /(?<!Policy)$/).map(({ Metadata }) => Metadata['aws:cdk:path']);
    assert.deepEqual(others, [`${environment}/Quiz/Api/Function/Function/Resource`]);
    assert.doesNotMatch(JSON.stringify(stackOf(`${environment}/Quiz`).template.Outputs), /Secret/);
  });

  /** Returns the resources of matching types that refer to a resource. */
  function mentioning(id: string, type: RegExp) {
    const resources = Object.values<Json>(quiz.toJSON()['Resources']);
    return resources.filter((one) => type.test(one.Type) && JSON.stringify(one.Properties).includes(`"${id}"`));
  }
}

test('the exempt role of CloudFormation is the one that deploys the stack', () => {
  for (const environment of ENVIRONMENTS) {
    const { cloudFormationExecutionRoleArn } = stackOf(`${environment}/Quiz`) as Json;
    const deploying = cloudFormationExecutionRoleArn.replace('${AWS::Partition}', 'aws');
    assert.ok(JSON.stringify(only(quizOf(environment), 'AWS::SecretsManager::ResourcePolicy')).includes(`"${deploying}"`), deploying);
  }
});

test('the key outlives its stack in prd only', () => {
  const policies = ENVIRONMENTS.map((name) => only(quizOf(name), 'AWS::SecretsManager::Secret').DeletionPolicy);
  assert.deepEqual(policies, ['Delete', 'Delete', 'Retain']);
});

test('only the stacks of prd have termination protection', () => {
  for (const stack of ['Zone', 'Domain', 'Quiz']) {
    const protection = ENVIRONMENTS.map((name) => stackOf(`${name}/${stack}`).terminationProtection ?? false);
    assert.deepEqual(protection, [false, false, true], stack);
  }
});
