import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, example, type Json, list, only, stackOf, templateOf } from './support.ts';

const pipeline = templateOf('QuizCraft-Pipeline');
const { Stages: stages, ...properties } = only(pipeline, 'AWS::CodePipeline::Pipeline').Properties;

/** What a stage does, in the order in which it does it. */
function actions(name: string): Json[] {
  const stage = stages.find((one: Json) => one.Name === name);
  return [...stage.Actions].sort((one: Json, other: Json) => one.RunOrder - other.RunOrder);
}

/** The project that an action runs, and what it runs there. */
function project(action: Json, template = pipeline): Json {
  const id = action.Configuration.ProjectName.Ref;
  const { Properties } = template.findResources('AWS::CodeBuild::Project')[id]!;
  const { install, build } = JSON.parse(Properties.Source.BuildSpec).phases;
  return { ...Properties, commands: [...install.commands, ...build.commands] };
}

test('the pipeline is in the deployment account', () => {
  const { account, region } = stackOf('QuizCraft-Pipeline').environment;
  assert.deepEqual([account, region], ['333333333333', 'eu-west-1']);
});

test('a commit is built, mends the pipeline, goes to dev, and then to prd', () => {
  const names = stages.map((stage: Json) => stage.Name);
  assert.deepEqual(names, ['Source', 'Build', 'UpdatePipeline', 'Assets', 'dev', 'prd']);
});

test('the source comes by the configured connection', () => {
  const { connection, repository, branch } = example().source;
  const [action, ...others] = actions('Source');
  assert.equal(action.ActionTypeId.Provider, 'CodeStarSourceConnection');
  assert.deepEqual(action.Configuration, { ConnectionArn: connection, FullRepositoryId: repository, BranchName: branch });
  assert.deepEqual(others, []);
});

test('what is to be deployed is tested first, then built, then synthesised', () => {
  const [action, ...others] = actions('Build');
  assert.deepEqual(others, []);
  const commands: string[] = project(action).commands;
  const order = ['cargo test', 'npm test', 'npm run functions -- arm64', 'cdk synth'];
  const places = order.map((beginning) => commands.findIndex((one) => one.includes(beginning)));
  assert.ok(!places.includes(-1), `${places}`);
  assert.deepEqual(places, [...places].sort((one, other) => one - other));
  assert.ok(commands.some((one) => /npm\b.*\bci$/.test(one)));
  for (const one of commands) assert.doesNotMatch(one, /\|\| *true|docker/);
});

test('what is synthesised is the configuration that the pipeline was made of', () => {
  const { commands, Environment } = project(actions('Build')[0]);
  const [variable, ...others] = Environment.EnvironmentVariables;
  assert.equal(variable.Name, 'CONFIGURATION');
  assert.deepEqual(JSON.parse(variable.Value), example());
  assert.deepEqual(others, []);
  assert.ok(commands.includes('printenv CONFIGURATION > infra/configuration.json'));
  assert.match(commands.at(-1)!, /--context configuration=configuration\.json/);
});

test('it is built without a container, on a machine like the one that it runs on', () => {
  const { PrivilegedMode, Type } = project(actions('Build')[0]).Environment;
  assert.deepEqual([PrivilegedMode, Type], [false, 'ARM_CONTAINER']);

  const other = templateOf('QuizCraft-Pipeline', { ...example(), architecture: 'x86_64' });
  const build = only(other, 'AWS::CodePipeline::Pipeline').Properties.Stages[1].Actions[0];
  const { commands, Environment } = project(build, other);
  assert.equal(Environment.Type, 'LINUX_CONTAINER');
  assert.ok(commands.includes('npm run functions -- x86_64'));
});

test('the pipeline mends itself before it deploys anything', () => {
  const [action, ...others] = actions('UpdatePipeline');
  assert.equal(action.Name, 'SelfMutate');
  assert.match(project(action).commands.at(-1)!, /^cdk -a \. deploy QuizCraft-Pipeline --require-approval=never/);
  assert.equal(properties.RestartExecutionOnUpdate, true);
  assert.deepEqual(others, []);
});

const DEPLOYMENT = ['Zone.Prepare', 'Zone.Deploy', 'Domain.Prepare', 'Domain.Deploy', 'Quiz.Prepare', 'Quiz.Deploy'];

test('dev is deployed without a question', () => {
  assert.deepEqual(actions('dev').map(({ Name }) => Name), DEPLOYMENT);
});

test('prd is deployed when somebody has agreed', () => {
  const [approval, ...others] = actions('prd');
  const { Category, Provider } = approval.ActionTypeId;
  assert.deepEqual([Category, Provider], ['Approval', 'Manual']);
  assert.deepEqual(others.map(({ Name }) => Name), DEPLOYMENT);
  for (const { RunOrder } of others) assert.ok(RunOrder > approval.RunOrder);
});

for (const name of ['dev', 'prd'] as const) {
  const { account } = example().environments[name];

  test(`${name} is deployed by roles of its own account`, () => {
    const deploying = actions(name).filter(({ ActionTypeId }) => ActionTypeId.Category === 'Deploy');
    for (const { RoleArn, Configuration } of deploying) {
      assert.equal(arn(RoleArn), roleOf(account, 'deploy'));
      if (Configuration.RoleArn !== undefined) assert.equal(arn(Configuration.RoleArn), roleOf(account, 'cfn-exec'));
    }
  });

  test(`the roles of ${name} may read what the pipeline hands on`, () => {
    const key = only(pipeline, 'AWS::KMS::Key').Properties.KeyPolicy;
    const bucket = only(pipeline, 'AWS::S3::BucketPolicy').Properties.PolicyDocument;
    for (const { Statement } of [key, bucket]) {
      const allowed = Statement.filter(({ Effect }: Json) => Effect === 'Allow');
      const reading = allowed.flatMap(({ Principal }: Json) => list<Json>(Principal.AWS).map(arn));
      assert.ok(reading.includes(roleOf(account, 'deploy')), `${reading}`);
    }
  });

  test(`what the pipeline deploys to ${name} is what is deployed there by hand`, () => {
    for (const stack of ['Zone', 'Domain', 'Quiz']) {
      const [piped, byHand] = [`QuizCraft-Pipeline/${name}/${stack}`, `${name}/${stack}`].map((path) => stackOf(path));
      assert.equal(piped!.stackName, byHand!.stackName);
      assert.deepEqual(asByHand(piped!.template), byHand!.template, stack);
    }
  });
}

test('tst is left to those who deploy by hand', () => {
  const account = example().environments.tst!.account;
  assert.ok(!JSON.stringify(stages).includes(account));
  for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::KMS::Key', 'AWS::S3::BucketPolicy']) {
    assert.ok(!JSON.stringify(all(pipeline, type)).includes(account), type);
  }
});

test('what the pipeline hands on is encrypted, private, read by TLS only, and gone after a month', () => {
  const bucket = only(pipeline, 'AWS::S3::Bucket').Properties;
  const [{ ServerSideEncryptionByDefault }] = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
  const [key] = Object.keys(pipeline.findResources('AWS::KMS::Key'));
  assert.deepEqual(ServerSideEncryptionByDefault.KMSMasterKeyID, { 'Fn::GetAtt': [key, 'Arn'] });
  assert.deepEqual(new Set(Object.values(bucket.PublicAccessBlockConfiguration)), new Set([true]));
  assert.equal(bucket.LifecycleConfiguration.Rules[0].ExpirationInDays, 30);
  assert.equal(only(pipeline, 'AWS::KMS::Key').Properties.EnableKeyRotation, true);
  const [tls] = only(pipeline, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement;
  assert.deepEqual([tls.Effect, tls.Action, tls.Condition], ['Deny', 's3:*', { Bool: { 'aws:SecureTransport': 'false' } }]);
});

const PARTITION = 'PARTITION';

/** A role that bootstrapping leaves in an account. */
function roleOf(account: string, name: string): string {
  return `arn:${PARTITION}:iam::${account}:role/cdk-hnb659fds-${name}-role-${account}-eu-west-1`;
}

function arn(value: Json): string {
  return value['Fn::Join'][1].map((part: Json) => (typeof part === 'string' ? part : PARTITION)).join('');
}

/** A template as it would be, were its stack not within the pipeline's. */
function asByHand(template: Json): Json {
  return JSON.parse(JSON.stringify(template).replaceAll('QuizCraft-Pipeline/', ''));
}
