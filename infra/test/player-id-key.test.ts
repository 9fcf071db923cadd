import assert from 'node:assert/strict';
import { test } from 'node:test';

import { API_ROLE } from '../lib/player-id-key.ts';
import { dataOf, ENVIRONMENTS, type Json, only, quizOf, readable, resource, stackOf } from './support.ts';

/** An import of the secret. */
const SECRET = /"Fn::ImportValue":"\w+-Data:\w*PlayerIdKeySecret/;

for (const environment of ENVIRONMENTS) {
  const data = dataOf(environment);
  const quiz = quizOf(environment);

  // CloudFormation generates a new key whenever GenerateSecretString changes, also by an option that has no effect. Then the
  // ids of all players change, and all games are orphaned. Other new properties, such as a name, may replace the secret.
  // If this test fails, revert the change; do not adapt the test.
  test(`nothing that generates the key for player ids of ${environment} has changed`, () => {
    const { Description, ...pinned } = only(data, 'AWS::SecretsManager::Secret').Properties;
    assert.match(Description, /^Key for player ids/);
    assert.deepEqual(pinned, { GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 } });
  });

  test(`only the api function of ${environment} and CloudFormation may access the key, and the function may only read it`, () => {
    const [secret] = Object.keys(data.findResources('AWS::SecretsManager::Secret'));
    const policies = mentioning(/IAM::Policy$/);
    assert.equal(policies.length, 1);
    const { Roles, PolicyDocument } = policies[0].Properties;
    assert.deepEqual(Roles.map((role: unknown) => readable(quiz, role)), ['Api/Function/Role']);
    const granting = PolicyDocument.Statement.filter((one: unknown) => SECRET.test(JSON.stringify(one)));
    const [{ Resource, ...granted }, ...further] = granting;
    assert.deepEqual([granted, further], [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue' }, []]);
    assert.equal(readable(quiz, Resource), 'PlayerIdKey/Secret');
    // The resource policy denies all other principals, whatever their own policies allow.
    const { SecretId, ResourcePolicy } = only(data, 'AWS::SecretsManager::ResourcePolicy').Properties;
    assert.deepEqual(SecretId, { Ref: secret });
    const [statement, ...statements] = ResourcePolicy.Statement;
    assert.deepEqual(statements, []);
    const { account, region } = stackOf(`${environment}/Data`).environment;
    assert.deepEqual(statement.Condition.ArnNotEquals['aws:PrincipalArn'], [
      `arn:aws:iam::${account}:role/quizcraft-api`,
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
    const others = mentioning(/(?<!Policy)$/).map(({ Metadata }) => Metadata['aws:cdk:path']);
    assert.deepEqual(others, [`${environment}/Quiz/Api/Function/Function/Resource`]);
    assert.doesNotMatch(JSON.stringify(stackOf(`${environment}/Quiz`).template.Outputs), /Secret/);
  });

  // The policy is in the stack that is deployed first, so it names the role instead of referring to it.
  test(`the role that the policy of ${environment} names is that of the api function`, () => {
    const { Role } = resource(quiz, 'Api/Function/Function').Properties;
    assert.equal(readable(quiz, Role), 'Api/Function/Role');
    assert.equal(resource(quiz, 'Api/Function/Role').Properties.RoleName, API_ROLE);
  });

  /** Returns the resources of matching types of the quiz that refer to the secret. */
  function mentioning(type: RegExp) {
    const resources = Object.values<Json>(quiz.toJSON()['Resources']);
    return resources.filter((one) => type.test(one.Type) && SECRET.test(JSON.stringify(one.Properties)));
  }
}

test('the exempt role of CloudFormation is the one that deploys the stack', () => {
  for (const environment of ENVIRONMENTS) {
    const { cloudFormationExecutionRoleArn } = stackOf(`${environment}/Data`) as Json;
    const deploying = cloudFormationExecutionRoleArn.replace('${AWS::Partition}', 'aws');
    assert.ok(JSON.stringify(only(dataOf(environment), 'AWS::SecretsManager::ResourcePolicy')).includes(`"${deploying}"`), deploying);
  }
});

test('the key outlives its stack in prd only', () => {
  const policies = ENVIRONMENTS.map((name) => only(dataOf(name), 'AWS::SecretsManager::Secret').DeletionPolicy);
  assert.deepEqual(policies, ['Delete', 'Delete', 'Retain']);
});

test('only the stacks of prd with zone, domain and data have termination protection', () => {
  for (const stack of ['Zone', 'Domain', 'Data']) {
    const protection = ENVIRONMENTS.map((name) => stackOf(`${name}/${stack}`).terminationProtection ?? false);
    assert.deepEqual(protection, [false, false, true], stack);
  }
});
