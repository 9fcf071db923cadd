// Accounts that are in use: their bootstrap, zones and custom domains exist already and must not be created again.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { addStacks } from '../lib/stacks.ts';
import { command } from './command.ts';
import {
  all,
  assemblyOf,
  dataOf,
  ENVIRONMENTS,
  exampleInUse,
  type Json,
  newApp,
  only,
  quizOf,
  stackOf,
  temporaryDirectory,
  templateOf,
} from './support.ts';

const configuration = exampleInUse();

/** Returns the paths of all stacks. */
function stacks(whole = configuration): string[] {
  return assemblyOf(whole).stacksRecursively.map(({ hierarchicalId }) => hierarchicalId).sort();
}

test('only what does not exist is created', () => {
  assert.deepEqual(stacks(), [
    'QuizCraft-Network',
    'QuizCraft-Pipeline',
    // The custom domain exists.
    'dev/Data',
    'dev/Quiz',
    // The zone exists.
    'prd/Data',
    'prd/Domain',
    'prd/Quiz',
    // Nothing exists.
    'tst/Data',
    'tst/Domain',
    'tst/Quiz',
    'tst/Zone',
  ]);
});

test('cdk-nag finds nothing', () => {
  const app = newApp();
  addStacks(app, configuration);
  app.synth();
});

test('an existing zone of the domain gets the missing delegations and nothing else', () => {
  const { Resources, Outputs } = templateOf('QuizCraft-Network', configuration).toJSON() as Json;
  const [{ Type, Properties }, ...others] = Object.values<Json>(Resources);
  assert.deepEqual([Type, others], ['AWS::Route53::RecordSet', []]);
  assert.deepEqual([Properties.Name, Properties.Type], ['tst.example.org.', 'NS']);
  assert.equal(Properties.HostedZoneId, configuration.zoneId);
  // The name servers at the registrar stay as they are.
  assert.equal(Outputs, undefined);
});

test('there is no stack in the networking account if every zone or domain exists', () => {
  const whole = exampleInUse();
  delete whole.environments.tst;
  assert.ok(!stacks(whole).includes('QuizCraft-Network'));
  delete whole.accounts.networking;
  delete whole.zoneId;
  assert.deepEqual(stacks(whole).filter((path) => !path.includes('/')), ['QuizCraft-Pipeline']);
});

test('an existing zone of an environment gets the records of certificate and domain', () => {
  const { zoneId } = configuration.environments.prd;
  const domain = templateOf('prd/Domain', configuration);
  assert.deepEqual(all(domain, 'AWS::Route53::HostedZone'), []);
  const [validation] = only(domain, 'AWS::CertificateManager::Certificate').Properties.DomainValidationOptions;
  assert.deepEqual(validation, { DomainName: '*.prd.example.org', HostedZoneId: zoneId });
  const records = all(domain, 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
  assert.deepEqual(records.map(({ HostedZoneId }) => HostedZoneId), [zoneId, zoneId]);
  assert.deepEqual(records.map(({ Name }) => Name), ['api.prd.example.org.', 'api.prd.example.org.']);
});

test('an API is mapped to an existing custom domain, which nothing else changes', () => {
  const whole = exampleInUse();
  whole.environments.dev.apiDomain = 'shared.example.net';
  const quiz = quizOf('dev', whole);
  const { ApiMappingKey, DomainName } = only(quiz, 'AWS::ApiGatewayV2::ApiMapping').Properties;
  assert.deepEqual([ApiMappingKey, DomainName], ['quiz/v1', 'shared.example.net']);
  assert.equal(quiz.toJSON()['Outputs'].Url.Value, 'https://shared.example.net/quiz/v1');
  for (const template of [quiz, dataOf('dev', whole)]) {
    const types = Object.values<Json>(template.toJSON()['Resources']).map(({ Type }) => Type);
    assert.deepEqual(types.filter((type) => /Route53|Certificate|::DomainName/.test(type)), []);
  }
});

test('another API is mapped to the existing custom domain', () => {
  const whole = exampleInUse();
  whole.environments.dev.apiDomain = 'shared.example.net';
  const file = join(temporaryDirectory(), 'shared.json');
  writeFileSync(file, JSON.stringify(whole));
  const { status, templates } = command({ configuration: file }, 'examples/another-api.ts');
  assert.equal(status, 0);
  const resources = Object.values(templates).flatMap(({ Resources }) => Object.values<Json>(Resources));
  const [mapping] = resources.filter(({ Type }) => Type === 'AWS::ApiGatewayV2::ApiMapping');
  assert.equal(mapping!.Properties.DomainName, 'shared.example.net');
});

test('every stack is deployed with the roles of the configured qualifier', () => {
  for (const stack of assemblyOf(configuration).stacksRecursively) {
    assert.match(stack.assumeRoleArn!, /:role\/cdk-platform-deploy-role-/, stack.hierarchicalId);
    assert.match(stack.cloudFormationExecutionRoleArn!, /:role\/cdk-platform-cfn-exec-role-/, stack.hierarchicalId);
  }
});

test('no template contains the default qualifier', () => {
  for (const { hierarchicalId, template } of assemblyOf(configuration).stacksRecursively) {
    assert.doesNotMatch(JSON.stringify(template), /hnb659fds/, hierarchicalId);
  }
});

test('the policy of the secret exempts the execution role of the existing bootstrap', () => {
  for (const environment of ENVIRONMENTS) {
    const { account } = stackOf(`${environment}/Data`, configuration).environment;
    const policy = only(dataOf(environment, configuration), 'AWS::SecretsManager::ResourcePolicy').Properties.ResourcePolicy;
    const exempt = policy.Statement[0].Condition.ArnNotEquals['aws:PrincipalArn'];
    assert.ok(exempt.includes(`arn:aws:iam::${account}:role/cdk-platform-cfn-exec-role-${account}-eu-west-1`), `${exempt}`);
  }
});

test('the pipeline assumes the roles of the existing bootstrap', () => {
  const roles = JSON.stringify(all(templateOf('QuizCraft-Pipeline', configuration), 'AWS::IAM::Policy'));
  for (const account of ['333333333333', '555555555555', '666666666666']) {
    for (const name of ['deploy', 'file-publishing', 'lookup']) {
      assert.ok(roles.includes(`arn:aws:iam::${account}:role/cdk-platform-${name}-role-${account}-eu-west-1`), `${name} of ${account}`);
    }
  }
});
