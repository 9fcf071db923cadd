import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

import { assemblyOf, example, type Json, only, stackOf, templateOf } from './support.ts';

/** CloudFormation's limit for a template body, in bytes. */
const MAX_TEMPLATE_BODY = 51_200;

/** The template that `cdk bootstrap` deploys. */
const BOOTSTRAP_TEMPLATE = readFileSync(
  new URL('../node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml', import.meta.url),
  'utf8',
);

const SETS = [
  { path: 'QuizCraft-Bootstrap-Delivered', units: ['ou-exmp-dev00000', 'ou-exmp-prd00000'] },
  { path: 'QuizCraft-Bootstrap-Others', units: ['ou-exmp-infra000', 'ou-exmp-tst00000'] },
];

function stackSet(path: string): Json {
  return only(templateOf(path), 'AWS::CloudFormation::StackSet').Properties;
}

for (const { path, units } of SETS) {
  test(`${path} deploys the template of cdk bootstrap`, () => {
    const { TemplateBody, TemplateURL, Capabilities } = stackSet(path);
    assert.equal(TemplateBody, BOOTSTRAP_TEMPLATE);
    assert.equal(TemplateURL, undefined);
    assert.deepEqual(Capabilities, ['CAPABILITY_NAMED_IAM']);
  });

  test(`${path} bootstraps the current and future accounts of its units`, () => {
    const { PermissionModel, AutoDeployment, StackInstancesGroup } = stackSet(path);
    assert.equal(PermissionModel, 'SERVICE_MANAGED');
    assert.equal(AutoDeployment.Enabled, true);
    assert.deepEqual(StackInstancesGroup, [
      { DeploymentTargets: { OrganizationalUnitIds: units }, Regions: ['eu-west-1'] },
    ]);
  });

  test(`${path} can be deployed to the management account, which is not bootstrapped`, () => {
    const stack = stackOf(path);
    assert.equal(stack.environment.account, '111111111111');
    // The roles for deployment exist in bootstrapped accounts only.
    assert.deepEqual([stack.assumeRoleArn, stack.cloudFormationExecutionRoleArn], [undefined, undefined]);
    assert.deepEqual(stack.dependencies, []);
    assert.deepEqual(Object.keys(stack.template), ['Resources']);
    assert.equal(Object.keys(stack.template.Resources).length, 1);
  });

  test(`${path} fits into a template body`, () => {
    assert.ok(statSync(stackOf(path).templateFullPath).size < MAX_TEMPLATE_BODY);
    assert.ok(Buffer.byteLength(stackSet(path).TemplateBody) < MAX_TEMPLATE_BODY);
  });
}

/** Returns the parameters of a stack set, after checking that the template declares each of them. */
function parameters(set: number): Record<string, string> {
  const given: Json[] = stackSet(SETS[set]!.path).Parameters;
  const known = /^Parameters:\n([\s\S]*?)^\S/m.exec(BOOTSTRAP_TEMPLATE)?.[1] ?? '';
  for (const { ParameterKey } of given) assert.match(known, new RegExp(`^  ${ParameterKey}:$`, 'm'));
  return Object.fromEntries(given.map((one) => [one.ParameterKey, one.ParameterValue]));
}

test('dev and prd trust the deployment account', () => {
  const { FileAssetsBucketKmsKeyId: _, ...trust } = parameters(0);
  assert.deepEqual(trust, {
    TrustedAccounts: '333333333333',
    TrustedAccountsForLookup: '333333333333',
    CloudFormationExecutionPolicies: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
});

test('all other accounts trust no account', () => {
  const { FileAssetsBucketKmsKeyId: _, ...trust } = parameters(1);
  assert.deepEqual(trust, {});
});

test('accounts use the AWS managed key', () => {
  for (const set of [0, 1]) assert.equal(parameters(set)['FileAssetsBucketKmsKeyId'], 'AWS_MANAGED_KEY');
});

test('units, region and accounts come from the configuration', () => {
  const configuration = example();
  configuration.region = 'eu-north-1';
  configuration.accounts.deployment = '999999999999';
  configuration.organisationalUnits = { delivered: ['r-root'], others: ['ou-abcd-12345678'] };
  for (const one of Object.values(configuration.environments)) {
    one!.alarmTopic = one!.alarmTopic.replace('eu-west-1', 'eu-north-1');
  }
  const sets = SETS.map(({ path }) => only(templateOf(path, configuration), 'AWS::CloudFormation::StackSet').Properties);
  assert.deepEqual(sets.map((one) => one.StackInstancesGroup[0]), [
    { DeploymentTargets: { OrganizationalUnitIds: ['r-root'] }, Regions: ['eu-north-1'] },
    { DeploymentTargets: { OrganizationalUnitIds: ['ou-abcd-12345678'] }, Regions: ['eu-north-1'] },
  ]);
  const { ParameterValue } = sets[0].Parameters.find((one: Json) => one.ParameterKey === 'TrustedAccounts');
  assert.equal(ParameterValue, '999999999999');
  const regions = assemblyOf(configuration).stacksRecursively.map(({ environment }) => environment.region);
  assert.deepEqual([...new Set(regions)], ['eu-north-1']);
});
