import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { type Configuration, parse } from '../lib/configuration.ts';
import { all, example, exampleWithModels, INFRA, type Json, list, only, source, stackOf, synthesise, templateOf, withModel } from './support.ts';

const pipeline = templateOf('QuizCraft-Pipeline');
const { Stages: stages, ...properties } = only(pipeline, 'AWS::CodePipeline::Pipeline').Properties;

/** Returns the actions of a stage in the order of their execution. */
function actions(name: string): Json[] {
  const stage = stages.find((one: Json) => one.Name === name);
  return [...stage.Actions].sort((one: Json, other: Json) => one.RunOrder - other.RunOrder);
}

/** Returns the project of an action with its variables and commands. */
function project(action: Json, template = pipeline): Json {
  const id = action.Configuration.ProjectName.Ref;
  const { Properties } = template.findResources('AWS::CodeBuild::Project')[id]!;
  const { env, phases } = JSON.parse(Properties.Source.BuildSpec);
  return { ...Properties, variables: env?.variables ?? {}, commands: [...phases.install.commands, ...phases.build.commands] };
}

test('the pipeline is in the deployment account', () => {
  const { account, region } = stackOf('QuizCraft-Pipeline').environment;
  assert.deepEqual([account, region], ['333333333333', 'eu-west-1']);
});

test('the stages build a commit, update the pipeline, deploy to dev, and deploy to prd', () => {
  const names = stages.map((stage: Json) => stage.Name);
  assert.deepEqual(names, ['Source', 'Build', 'Pipeline', 'dev', 'prd']);
});

test('the source comes from the configured connection', () => {
  const { connection, repository, branch } = example().source;
  const [action, ...others] = actions('Source');
  assert.equal(action.ActionTypeId.Provider, 'CodeStarSourceConnection');
  assert.deepEqual(action.Configuration, { ConnectionArn: connection, FullRepositoryId: repository, BranchName: branch });
  assert.deepEqual(others, []);
});

test('the build stage tests, builds and synthesises, in this order', () => {
  const [action, ...others] = actions('Build');
  assert.deepEqual(others, []);
  const commands: string[] = project(action).commands;
  const order = ['infra test', 'cargo test', 'run functions -- arm64', 'cdk synth'];
  const places = order.map((beginning) => commands.findIndex((one) => one.includes(beginning)));
  assert.ok(!places.includes(-1), `${places}`);
  assert.deepEqual(places, [...places].sort((one, other) => one - other));
  assert.ok(commands.some((one) => /npm\b.*\bci$/.test(one)));
  for (const one of commands) assert.doesNotMatch(one, /\|\| *true|docker/);
});

test('a changed configuration changes the definition of the pipeline', () => {
  const other = templateOf('QuizCraft-Pipeline', { ...example(), domain: 'elsewhere.example.org' });
  const { Stages: others } = only(other, 'AWS::CodePipeline::Pipeline').Properties;
  assert.notDeepEqual(others, stages);
});

test('the pipeline synthesises its own template, so that it does not restart endlessly', () => {
  const { variables } = project(actions('Build')[0]);
  const again = synthesise(parse('the variable', JSON.parse(variables.CONFIGURATION)));
  const { template } = again.stacksRecursively.find(({ hierarchicalId }) => hierarchicalId === 'QuizCraft-Pipeline')!;
  assert.deepEqual(template, pipeline.toJSON());
});

test('the build uses the Rust version of Cargo.toml', () => {
  const { commands } = project(actions('Build')[0]);
  const install = commands.find((one: string) => one.startsWith('rustup default ')).replace('rustup default', 'echo');
  const [, version] = /^rust-version = "(.*)"$/m.exec(source('Cargo.toml'))!;
  const output = spawnSync('sh', ['-c', install], { cwd: join(INFRA, '..'), encoding: 'utf8' }).stdout;
  assert.equal(output, `${version}\n`);
});

test('only the three deploy actions may assume roles', () => {
  const statements: Json[] = all(pipeline, 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const assuming = statements.filter(({ Action }) => list<string>(Action).some((one) => one.startsWith('sts:')));
  assert.equal(assuming.length, 3);
});

test('the build synthesises with the configuration of the pipeline', () => {
  const { commands, variables } = project(actions('Build')[0]);
  assert.deepEqual(Object.keys(variables), ['CONFIGURATION']);
  assert.deepEqual(JSON.parse(variables.CONFIGURATION), example());
  assert.ok(commands.includes('printenv CONFIGURATION > infra/configuration.json'));
  assert.match(commands.at(-1)!, /--context configuration=configuration\.json/);
});

test('the build runs without a container on the architecture of the functions', () => {
  const { PrivilegedMode, Type } = project(actions('Build')[0]).Environment;
  assert.deepEqual([PrivilegedMode, Type], [false, 'ARM_CONTAINER']);

  const other = templateOf('QuizCraft-Pipeline', { ...example(), architecture: 'x86_64' });
  const build = only(other, 'AWS::CodePipeline::Pipeline').Properties.Stages[1].Actions[0];
  const { commands, Environment } = project(build, other);
  assert.equal(Environment.Type, 'LINUX_CONTAINER');
  assert.ok(commands.includes('npm --prefix infra run functions -- x86_64'));
});

test('the build has the feature for Bedrock if any environment has such a model', () => {
  const commandsOf = (configuration: Configuration): string[] => {
    const template = templateOf('QuizCraft-Pipeline', configuration);
    return project(only(template, 'AWS::CodePipeline::Pipeline').Properties.Stages[1].Actions[0], template).commands;
  };
  const expected = ['cargo test --locked --features quizcraft-lambda/bedrock', 'npm --prefix infra run functions -- arm64 --features bedrock'];
  const bedrock = { name: 'amazon.nova-lite-v1:0', api: 'bedrock', researchContact: 'operator@example.org', tokensPerDay: 0 };
  for (const configuration of [exampleWithModels(), withModel('tst', bedrock)]) {
    const commands = commandsOf(configuration);
    for (const one of expected) assert.ok(commands.includes(one), `${one}: ${commands}`);
  }
  const openai = withModel('prd', { ...bedrock, api: 'openai', url: 'https://models.example.org/v1' });
  for (const configuration of [example(), openai]) {
    const commands = commandsOf(configuration);
    assert.ok(commands.includes('cargo test --locked'));
    assert.doesNotMatch(commands.join(), /bedrock/);
  }
});

test('the feature for Bedrock exists', () => {
  assert.match(source('quizcraft-lambda/Cargo.toml'), /^\[features\]\n(.*\n)*bedrock = /m);
});

/** Returns the stacks that an action deploys, and the roles that it may assume. */
function deployment(action: Json): { stacks: string | undefined; roles: string[] } {
  const { commands } = project(action);
  const [, stacks] = /^npx cdk deploy --app cdk\.out '(.*)' --require-approval never/.exec(commands.at(-1)!) ?? [];
  const id = action.Configuration.ProjectName.Ref;
  const [role] = pipeline.findResources('AWS::CodeBuild::Project')[id]!['Properties'].ServiceRole['Fn::GetAtt'];
  const policies = all(pipeline, 'AWS::IAM::Policy').filter(({ Properties }) => Properties.Roles[0].Ref === role);
  const statements: Json[] = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const assuming = statements.filter(({ Action }) => Action === 'sts:AssumeRole');
  return { stacks, roles: assuming.flatMap(({ Resource }) => list<string>(Resource)) };
}

/** Returns the roles for deployment that bootstrapping creates in an account. */
function rolesOf(account: string): string[] {
  return ['deploy', 'file-publishing', 'lookup'].map((name) => {
    return `arn:aws:iam::${account}:role/cdk-hnb659fds-${name}-role-${account}-eu-west-1`;
  });
}

test('the pipeline updates itself before it deploys other stacks', () => {
  const [action, ...others] = actions('Pipeline');
  assert.deepEqual(deployment(action), { stacks: 'QuizCraft-Pipeline', roles: rolesOf('333333333333') });
  assert.equal(properties.RestartExecutionOnUpdate, true);
  assert.deepEqual(others, []);
});

test('dev is deployed without approval, with roles of its own account', () => {
  const [action, smokeTest, ...others] = actions('dev');
  assert.deepEqual(deployment(action), { stacks: 'dev/*', roles: rolesOf('555555555555') });
  assert.equal(smokeTest.Name, 'SmokeTest');
  assert.ok(smokeTest.RunOrder > action.RunOrder);
  assert.deepEqual(others, []);
});

test('prd is deployed after an approval, with roles of its own account', () => {
  const [approval, action, ...others] = actions('prd');
  const { Category, Provider } = approval.ActionTypeId;
  assert.deepEqual([Category, Provider], ['Approval', 'Manual']);
  assert.ok(action.RunOrder > approval.RunOrder);
  assert.deepEqual(deployment(action), { stacks: 'prd/*', roles: rolesOf('666666666666') });
  assert.deepEqual(others, []);
});

test('the approval names the commit that it deploys, and a topic is notified of it', () => {
  const [{ Configuration }] = actions('prd');
  const [fetch] = actions('Source');
  assert.equal(fetch.Namespace, 'Source');
  assert.match(Configuration.CustomData, /^Deploys commit #\{Source\.CommitId\} to prd\./);
  const [topic] = Object.keys(pipeline.findResources('AWS::SNS::Topic'));
  assert.deepEqual(Configuration.NotificationArn, { Ref: topic });
  const { RoleArn } = only(pipeline, 'AWS::CodePipeline::Pipeline').Properties;
  const policies = all(pipeline, 'AWS::IAM::Policy').filter((one) => JSON.stringify(one).includes('sns:Publish'));
  assert.deepEqual(policies.map(({ Properties: { Roles } }) => Roles), [[{ Ref: RoleArn['Fn::GetAtt'][0] }]]);
  const statements: Json[] = policies[0].Properties.PolicyDocument.Statement;
  const publishing = statements.filter(({ Action }) => list<string>(Action).includes('sns:Publish'));
  assert.deepEqual(publishing, [{ Action: 'sns:Publish', Effect: 'Allow', Resource: { Ref: topic } }]);
});

test('the smoke test tests the API of dev with the files of the built artifact, before the approval', () => {
  const [, action] = actions('dev');
  const { commands, variables, Environment } = project(action);
  const url = 'https://api.dev.example.org/quiz/v1';
  assert.deepEqual(commands, ['npm ci', `node --import tsx bin/smoke-test.ts '${url}' 'https://quiz.dev.example.org'`]);
  assert.deepEqual([variables, Environment.ComputeType], [{}, 'BUILD_GENERAL1_SMALL']);
  const [build] = actions('Build');
  assert.deepEqual(action.InputArtifacts, build.OutputArtifacts);
  const { Properties } = pipeline.findResources('AWS::CodeBuild::Project')[build.Configuration.ProjectName.Ref]!;
  const { files } = JSON.parse(Properties.Source.BuildSpec).artifacts;
  for (const file of ['bin/smoke-test.ts', 'lib/smoke-test.ts']) assert.ok(files.includes(file) && source(`infra/${file}`), file);
  // The program imports nothing else of this app.
  for (const file of ['bin/smoke-test.ts', 'lib/smoke-test.ts']) {
    const imports = [...source(`infra/${file}`).matchAll(/from '(\..*)'/g)].map(([, path]) => path);
    assert.deepEqual(imports, file.startsWith('bin') ? ['../lib/smoke-test.ts'] : []);
  }
});

test('only the smoke test may read the secret with the token request, if it is configured', () => {
  assert.doesNotMatch(JSON.stringify(pipeline.toJSON()), /secretsmanager/);
  const secret = 'arn:aws:secretsmanager:eu-west-1:333333333333:secret:smoke-test-AbCdEf';
  const other = templateOf('QuizCraft-Pipeline', { ...example(), smokeTest: { tokenRequest: secret } });
  const dev = only(other, 'AWS::CodePipeline::Pipeline').Properties.Stages.find(({ Name }: Json) => Name === 'dev');
  const id = dev.Actions[1].Configuration.ProjectName.Ref;
  const { Source, ServiceRole } = other.findResources('AWS::CodeBuild::Project')[id]!['Properties'];
  assert.deepEqual(JSON.parse(Source.BuildSpec).env, { 'secrets-manager': { TOKEN_REQUEST: secret } });
  const reading = all(other, 'AWS::IAM::Policy').filter((one) => JSON.stringify(one).includes('secretsmanager:'));
  assert.deepEqual(reading.map(({ Properties }) => Properties.Roles), [[{ Ref: ServiceRole['Fn::GetAtt'][0] }]]);
  const statements: Json[] = reading[0].Properties.PolicyDocument.Statement;
  const allowed = statements.filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'));
  assert.deepEqual(allowed, [{ Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: secret }]);
});

test('the API of dev is not tested as long as only its zone exists', () => {
  const configuration = example();
  delete configuration.environments.dev.nameServers;
  const other = only(templateOf('QuizCraft-Pipeline', configuration), 'AWS::CodePipeline::Pipeline').Properties.Stages;
  const dev = other.find(({ Name }: Json) => Name === 'dev');
  assert.deepEqual(dev.Actions.map(({ Name }: Json) => Name), ['Deploy']);
});

test('the deploy actions use the built artifact and its version of CDK', () => {
  const [{ OutputArtifacts }] = actions('Build');
  for (const name of ['Pipeline', 'dev', 'prd']) {
    const action = actions(name).find(({ Name }) => Name === 'Deploy')!;
    assert.deepEqual(action.InputArtifacts, OutputArtifacts);
    assert.deepEqual(project(action).commands.slice(0, -1), ['npm ci', 'find cdk.out -name bootstrap -exec chmod a+x {} +']);
  }
});

test('the source action may use the connection under both names of the service', () => {
  const statements: Json[] = all(pipeline, 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const using = statements.filter(({ Resource }) => list<Json>(Resource).includes(example().source.connection));
  const names = using.flatMap(({ Action }) => list<string>(Action)).sort();
  assert.deepEqual(names, ['codeconnections:UseConnection', 'codestar-connections:UseConnection']);
});

test('the logs of the pipeline are retained for two weeks', () => {
  const projects = all(pipeline, 'AWS::CodeBuild::Project');
  const logged = projects.map(({ Properties }) => Properties.LogsConfig.CloudWatchLogs.GroupName.Ref);
  const logs = pipeline.findResources('AWS::Logs::LogGroup');
  assert.equal(new Set(logged).size, projects.length);
  for (const name of logged) assert.equal(logs[name]!['Properties'].RetentionInDays, 14);
});

test('the pipeline neither deploys tst nor has access to its account', () => {
  const account = example().environments.tst!.account;
  const deployed = stages.flatMap(({ Actions }: Json) => Actions).filter(({ Name }: Json) => Name === 'Deploy');
  for (const action of deployed) assert.doesNotMatch(deployment(action).stacks!, /tst/);
  for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::KMS::Key', 'AWS::S3::BucketPolicy']) {
    assert.ok(!JSON.stringify(all(pipeline, type)).includes(account), type);
  }
});

test('artifacts are encrypted, private, accessible over TLS only, and expire after 30 days', () => {
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

test('a topic is notified of failed executions, and of succeeded ones, which end the failure', () => {
  const { EventPattern, State, Targets } = only(pipeline, 'AWS::Events::Rule').Properties;
  assert.equal(State, 'ENABLED');
  assert.deepEqual(EventPattern['detail-type'], ['CodePipeline Pipeline Execution State Change']);
  assert.deepEqual(EventPattern.detail, { state: ['FAILED', 'SUCCEEDED'] });
  const [id] = Object.keys(pipeline.findResources('AWS::CodePipeline::Pipeline'));
  assert.ok(JSON.stringify(EventPattern.resources).includes(`{"Ref":"${id}"}`));
  const [topic] = Object.keys(pipeline.findResources('AWS::SNS::Topic'));
  const [target, ...others] = Targets;
  assert.deepEqual([target.Arn, others], [{ Ref: topic }, []]);
  assert.match(JSON.stringify(target.InputTransformer), /execution <.*> <.*>/);
  assert.deepEqual(pipeline.toJSON()['Outputs'].ExecutionsTopic.Value, { Ref: topic });
});

test('EventBridge may publish to the topic, and nothing may without TLS', () => {
  const [topic] = Object.keys(pipeline.findResources('AWS::SNS::Topic'));
  const { PolicyDocument, Topics } = only(pipeline, 'AWS::SNS::TopicPolicy').Properties;
  assert.deepEqual(Topics, [{ Ref: topic }]);
  const [tls, publishing, ...others] = PolicyDocument.Statement;
  assert.deepEqual([tls.Effect, tls.Condition], ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }]);
  assert.deepEqual([publishing.Effect, publishing.Action], ['Allow', 'sns:Publish']);
  assert.deepEqual(publishing.Principal, { Service: 'events.amazonaws.com' });
  assert.deepEqual(others, []);
});

/** The names of CodeBuild's quotas by type of container and machine. */
const QUOTAS: Record<string, string> = {
  'ARM_CONTAINER BUILD_GENERAL1_LARGE': 'ARM/Large',
  'LINUX_CONTAINER BUILD_GENERAL1_LARGE': 'Linux/Large',
  'LINUX_CONTAINER BUILD_GENERAL1_SMALL': 'Linux/Small',
};

test('the README names the quota of every machine that the pipeline uses', () => {
  const readme = source('infra/README.md');
  for (const architecture of ['arm64', 'x86_64'] as const) {
    const projects = all(templateOf('QuizCraft-Pipeline', { ...example(), architecture }), 'AWS::CodeBuild::Project');
    const quotas = projects.map(({ Properties: { Environment } }) => QUOTAS[`${Environment.Type} ${Environment.ComputeType}`]);
    const large = architecture === 'arm64' ? 'ARM/Large' : 'Linux/Large';
    assert.deepEqual(quotas.sort(), [large, 'Linux/Small', 'Linux/Small', 'Linux/Small', 'Linux/Small']);
    for (const quota of quotas) assert.ok(readme.includes(`"${quota}"`), quota);
  }
});
