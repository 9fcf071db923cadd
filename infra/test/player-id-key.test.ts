import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ENVIRONMENTS, type Json, only, quizOf, readable, stackOf } from './support.ts';

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);

  test(`the key for player ids of ${environment} is generated and at least 32 characters long`, () => {
    const { Properties } = only(quiz, 'AWS::SecretsManager::Secret');
    assert.equal(Properties.SecretString, undefined);
    const { PasswordLength, ...options } = Properties.GenerateSecretString;
    assert.ok(PasswordLength >= 32, `${PasswordLength} characters`);
    assert.deepEqual(options, { ExcludePunctuation: true });
  });

  test(`only the api function of ${environment} may access the key, and it may only read it`, () => {
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
    const [role] = Object.values<Json>(ResourcePolicy.Statement[0].Condition.ArnNotEquals).map((one) => readable(quiz, one));
    assert.equal(role, 'Api/Function/Role');
    const { Condition: _, ...denying } = ResourcePolicy.Statement[0];
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
