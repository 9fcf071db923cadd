// The pipeline: tests and builds each commit, deploys it to dev, tests the API there and, after an approval, deploys to prd.
//
// It deploys with the CDK version of this app. CDK Pipelines would publish assets with another tool of another version,
// and would not enable termination protection of the stacks of prd.

import { createHash } from 'node:crypto';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  BuildSpec,
  type CfnProject,
  ComputeType,
  type IBuildImage,
  LinuxArmBuildImage,
  LinuxBuildImage,
  PipelineProject,
} from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, CodeStarConnectionsSourceAction, ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { DEPLOYMENT_ROLES, roleOf } from './bootstrap-roles.ts';
import { type ArchitectureName, type Configuration, hasApi } from './configuration.ts';
import { featureOption } from './function-code.ts';
import { featuresOf } from './model-configuration.ts';
import { logGroupProps } from './retention.ts';
import { apiDomain, MAPPING_KEY } from './routing.ts';

/** Build images by architecture. Tests run on the architecture of the functions. */
const MACHINES: Record<ArchitectureName, IBuildImage> = {
  arm64: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
  x86_64: LinuxBuildImage.AMAZON_LINUX_2023_5,
};

/** The files of the smoke test. It runs from the artifact of the build, as the deployments do. */
const SMOKE_TEST = ['bin/smoke-test.ts', 'lib/smoke-test.ts'];

const VERSIONS = { nodejs: '22', python: '3.12' };

export interface PipelineStackProps extends StackProps {
  readonly configuration: Configuration;
}

export class PipelineStack extends Stack {
  private readonly artifacts: Bucket;
  /** The topic of executions that end, and of approvals that are pending. */
  private readonly topic: Topic;
  private readonly source = new Artifact('Source');
  private readonly built = new Artifact('Built');

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    const { dev, prd } = configuration.environments;
    this.artifacts = artifacts(this);
    this.topic = new Topic(this, 'Executions', { enforceSSL: true });
    const fetch = this.fetch(configuration);
    const smokeTests = hasApi(dev) ? [this.smokeTest(configuration)] : [];
    const pipeline = new Pipeline(this, 'Pipeline', {
      artifactBucket: this.artifacts,
      pipelineType: PipelineType.V2,
      // An execution that changes the pipeline is restarted with the new definition.
      restartExecutionOnUpdate: true,
      usePipelineRoleForActions: true,
      stages: [
        { stageName: 'Source', actions: [fetch] },
        { stageName: 'Build', actions: [this.build(configuration)] },
        { stageName: 'Pipeline', actions: [this.deploy('Pipeline', this.account, id)] },
        { stageName: 'dev', actions: [this.deploy('dev', dev.account, 'dev/*'), ...smokeTests] },
        { stageName: 'prd', actions: [this.approval(fetch), this.deploy('prd', prd.account, 'prd/*', 2)] },
      ],
    });
    // CDK grants this permission only under the service's former name, codestar-connections.
    const { connection } = configuration.source;
    pipeline.addToRolePolicy(new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [connection] }));
    this.notifyOfEnds(pipeline);
    this.acknowledge();
  }

  /**
   * Notifies a topic when an execution fails, and when one succeeds, which means that all is well again. An alarm on
   * failures would end by itself after some minutes, although nothing was repaired. The topic is in the stack, because
   * EventBridge needs a statement in its policy.
   */
  private notifyOfEnds(pipeline: Pipeline): void {
    const [state, execution] = ['$.detail.state', '$.detail.execution-id'].map((path) => EventField.fromPath(path));
    const message = RuleTargetInput.fromText(`The pipeline of QuizCraft: execution ${execution} ${state}.`);
    pipeline.onStateChange('Ended', {
      eventPattern: { detail: { state: ['FAILED', 'SUCCEEDED'] } },
      target: new SnsTopic(this.topic, { message }),
    });
    new CfnOutput(this, 'ExecutionsTopic', {
      description: 'Subscribe to this topic to learn of failed executions and pending approvals',
      value: this.topic.topicArn,
    });
  }

  private fetch({ source }: Configuration): CodeStarConnectionsSourceAction {
    const [repo, ...owner] = source.repository.split('/').reverse();
    return new CodeStarConnectionsSourceAction({
      actionName: 'Fetch',
      connectionArn: source.connection,
      owner: owner.reverse().join('/'),
      repo: repo ?? '',
      branch: source.branch,
      output: this.source,
      variablesNamespace: 'Source',
    });
  }

  /** Runs the tests, builds the functions, and synthesises the app. */
  private build(configuration: Configuration): CodeBuildAction {
    const { architecture, environments } = configuration;
    // One build serves all environments.
    const features = featuresOf(Object.values(environments).map((one) => one?.model));
    const tested = features.map((feature) => `quizcraft-lambda/${feature}`);
    const install = [
      'curl --proto "=https" --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal --default-toolchain none',
      '. "$HOME/.cargo/env"',
      // Pins the minor version of Rust to that of Cargo.toml. Patch releases are picked up.
      `rustup default "$(sed -n 's/^rust-version = "\\(.*\\)"/\\1/p' Cargo.toml)"`,
      'npm --prefix infra ci',
    ];
    // The fastest checks come first.
    const commands = [
      'npm --prefix infra test',
      ['cargo test --locked', ...tested.map((feature) => `--features ${feature}`)].join(' '),
      `npm --prefix infra run functions -- ${architecture}${featureOption(features)}`,
      'printenv CONFIGURATION > infra/configuration.json',
      'cd infra && npx cdk synth --quiet --context configuration=configuration.json',
    ];
    const step = this.step('Build', architecture, ComputeType.LARGE, {
      // The configuration is not in the repository.
      env: { variables: { CONFIGURATION: JSON.stringify(configuration) } },
      phases: { install: { 'runtime-versions': VERSIONS, commands: install }, build: { commands } },
      artifacts: { 'base-directory': 'infra', files: ['package*.json', '.npmrc', 'cdk.json', 'cdk.out/**/*', ...SMOKE_TEST] },
    });
    return new CodeBuildAction({ actionName: 'Build', ...step, input: this.source, outputs: [this.built] });
  }

  /** Deploys stacks to an account with the roles that its bootstrap stack created. */
  private deploy(name: string, account: string, stacks: string, runOrder = 1): CodeBuildAction {
    const step = this.step(`Deploy-${name}`, 'x86_64', ComputeType.SMALL, {
      phases: {
        // Artifacts may lose their executable bit between two stages.
        install: { 'runtime-versions': VERSIONS, commands: ['npm ci', 'find cdk.out -name bootstrap -exec chmod a+x {} +'] },
        build: { commands: [`npx cdk deploy --app cdk.out '${stacks}' --require-approval never --progress events`] },
      },
    });
    const resources = DEPLOYMENT_ROLES.map((role) => roleOf(this, role, account));
    step.project.addToRolePolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
    return new CodeBuildAction({ actionName: 'Deploy', ...step, input: this.built, runOrder });
  }

  /** Tests the API of dev. With a configured secret, it plays a whole game. */
  private smokeTest(configuration: Configuration): CodeBuildAction {
    const { environments: { dev }, smokeTest } = configuration;
    const url = `https://${apiDomain('dev', configuration)}/${MAPPING_KEY}`;
    const step = this.step('SmokeTest', 'x86_64', ComputeType.SMALL, {
      ...(smokeTest && { env: { 'secrets-manager': { TOKEN_REQUEST: smokeTest.tokenRequest } } }),
      phases: {
        install: { 'runtime-versions': VERSIONS, commands: ['npm ci'] },
        build: { commands: [`node --import tsx bin/smoke-test.ts '${url}' '${dev.origin}'`] },
      },
    });
    if (smokeTest !== undefined) {
      const resources = [smokeTest.tokenRequest];
      step.project.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }));
    }
    return new CodeBuildAction({ actionName: 'SmokeTest', ...step, input: this.built, runOrder: 2 });
  }

  /**
   * Waits for an approval of a commit. The stage is locked while it waits, but dev is not: later executions may deploy later
   * commits there. Therefore the request names the commit that an approval deploys.
   */
  private approval({ variables }: CodeStarConnectionsSourceAction): ManualApprovalAction {
    return new ManualApprovalAction({
      actionName: 'Agree',
      additionalInformation: `Deploys commit ${variables.commitId} to prd. dev may run a later commit by now.`,
      notificationTopic: this.topic,
      runOrder: 1,
    });
  }

  /**
   * Returns the properties of an action that runs a project. The pipeline's definition refers to the project by name only.
   * The digest changes the definition whenever the project changes, so that the execution is restarted.
   */
  private step(name: string, architecture: ArchitectureName, computeType: ComputeType, spec: object) {
    const project = this.project(name, architecture, computeType, spec);
    const value = createHash('sha256').update(JSON.stringify([MACHINES[architecture].imageId, computeType, spec])).digest('hex');
    return { project, environmentVariables: { SPECIFICATION_DIGEST: { value } } };
  }

  private project(name: string, architecture: ArchitectureName, computeType: ComputeType, spec: object): PipelineProject {
    const project = new PipelineProject(this, name, {
      buildSpec: BuildSpec.fromObject({ version: '0.2', ...spec }),
      environment: { buildImage: MACHINES[architecture], computeType },
      encryptionKey: this.artifacts.encryptionKey,
      grantReportGroupPermissions: false,
      logging: { cloudWatch: { logGroup: new LogGroup(this, `${name}-Log`, logGroupProps('temporary')) } },
      timeout: Duration.hours(2),
    });
    const itself = this.getLogicalId(project.node.defaultChild as CfnProject);
    const log = `arn:<AWS::Partition>:logs:${this.region}:${this.account}:log-group:/aws/codebuild/<${itself}>`;
    Validations.of(project).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${log}:*]`,
      reason: 'CDK grants a project write access to all streams of its default log group.',
    });
    return project;
  }

  private acknowledge(): void {
    Validations.of(this.artifacts).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The bucket holds build artifacts, which only the roles of the pipeline can access.',
    });
    const bucket = this.getLogicalId(this.artifacts.node.defaultChild as CfnBucket);
    for (const finding of [...BUCKET_AND_KEY, `Resource::<${bucket}.Arn>/*`]) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[${finding}]`,
        reason: 'CDK grants access to the artifact bucket and its key with wildcards; both belong to the pipeline.',
      });
    }
  }
}

/** The wildcards with which CDK grants an action access to the artifact bucket and its key. */
const BUCKET_AND_KEY = [
  'Action::kms:GenerateDataKey*',
  'Action::kms:ReEncrypt*',
  'Action::s3:Abort*',
  'Action::s3:DeleteObject*',
  'Action::s3:GetBucket*',
  'Action::s3:GetObject*',
  'Action::s3:List*',
];

/** Creates the bucket of the artifacts that stages pass on. */
function artifacts(scope: Construct): Bucket {
  const encryptionKey = new Key(scope, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
  return new Bucket(scope, 'Artifacts', {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
