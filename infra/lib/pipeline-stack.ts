// From a commit to players: builds, tests, deploys to dev and, once somebody agrees, to prd.

import { createRequire } from 'node:module';
import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { BuildSpec, CfnProject, ComputeType, LinuxArmBuildImage, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline, CodePipelineSource, ManualApprovalStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration.ts';
import { Environment } from './environment.ts';

export interface PipelineStackProps extends StackProps {
  readonly configuration: Configuration;
}

export class PipelineStack extends Stack {
  private readonly artifacts: Bucket;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    this.artifacts = artifacts(this);
    const pipeline = new Pipeline(this, 'Pipeline', {
      artifactBucket: this.artifacts,
      pipelineType: PipelineType.V2,
      restartExecutionOnUpdate: true,
      usePipelineRoleForActions: true,
    });
    const delivery = new CodePipeline(this, 'Delivery', {
      codePipeline: pipeline,
      synth: build(configuration),
      cliVersion: cliVersion(),
      cdkAssetsCliVersion: '4.7.3',
    });
    delivery.addStage(new Environment(this, 'dev', configuration));
    delivery.addStage(new Environment(this, 'prd', configuration), {
      pre: [new ManualApprovalStep('Promote', { comment: 'What dev runs goes to prd.' })],
    });
    delivery.buildPipeline();
    // CDK allows this by the name that the service had before only.
    pipeline.addToRolePolicy(
      new PolicyStatement({
        actions: ['codeconnections:UseConnection'],
        resources: [configuration.source.connection],
      }),
    );
    this.acknowledge(pipeline, delivery);
  }

  /** For what CDK Pipelines makes, and not for the environments in between. */
  private acknowledge(...made: Construct[]): void {
    Validations.of(this.artifacts).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'What is built passes through the bucket; only the roles of the pipeline reach it.',
    });
    for (const finding of [...BUCKET_AND_KEY, ...this.ofBuilds()]) {
      for (const construct of made) {
        Validations.of(construct).acknowledge({
          id: `AwsSolutions-IAM5[${finding}]`,
          reason: 'CDK Pipelines writes these roles: each may use what is in its own bucket and what its own builds log.',
        });
      }
    }
  }

  /** Stars in what CDK Pipelines lets its builds do. */
  private ofBuilds(): string[] {
    const { account, region } = this;
    const projects = this.node.findAll().filter((one) => one instanceof CfnProject);
    const names = projects.map((project) => `<${this.getLogicalId(project)}>`);
    const logs = [...names.map((name) => `${name}:*`), '*'];
    const reports = [...names.map((name) => `${name}-*`), '*'];
    return [
      ...logs.map((name) => `Resource::arn:<AWS::Partition>:logs:${region}:${account}:log-group:/aws/codebuild/${name}`),
      ...reports.map((name) => `Resource::arn:<AWS::Partition>:codebuild:${region}:${account}:report-group/${name}`),
      // The roles that a bootstrapped account has for those who deploy to it; a condition names them.
      `Resource::arn:*:iam::${account}:role/*`,
      // Those that assets are published by, in accounts that are not this one.
      'Resource::*',
      `Resource::<${this.getLogicalId(this.artifacts.node.defaultChild as CfnBucket)}.Arn>/*`,
    ];
  }
}

/** The version of CDK that this very app is synthesised by. */
function cliVersion(): string {
  return createRequire(import.meta.url)('aws-cdk/package.json').version;
}

/** What the steps hand on. The accounts that it deploys to read it, so that the key has to be one of ours. */
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

/** What a role of a pipeline may do with what it hands on, as CDK grants it. */
const BUCKET_AND_KEY = [
  'Action::kms:GenerateDataKey*',
  'Action::kms:ReEncrypt*',
  'Action::s3:Abort*',
  'Action::s3:DeleteObject*',
  'Action::s3:GetBucket*',
  'Action::s3:GetObject*',
  'Action::s3:List*',
];

const IMAGES = {
  arm64: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
  x86_64: LinuxBuildImage.AMAZON_LINUX_2023_5,
};

/** Builds the functions, tests everything, and synthesises what is to be deployed. */
function build(configuration: Configuration): CodeBuildStep {
  const { architecture, source } = configuration;
  const { connection, repository, branch } = source;
  return new CodeBuildStep('Build', {
    input: CodePipelineSource.connection(repository, branch, { connectionArn: connection }),
    env: { CONFIGURATION: JSON.stringify(configuration) },
    installCommands: [
      'curl --proto "=https" --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal',
      '. "$HOME/.cargo/env"',
      'npm --prefix infra ci',
    ],
    commands: [
      'printenv CONFIGURATION > infra/configuration.json',
      'cargo test --locked',
      'cd infra',
      'npm test',
      `npm run functions -- ${architecture}`,
      'npx cdk synth --quiet --context configuration=configuration.json',
    ],
    partialBuildSpec: BuildSpec.fromObject({ phases: { install: { 'runtime-versions': { nodejs: '22' } } } }),
    primaryOutputDirectory: 'infra/cdk.out',
    timeout: Duration.hours(2),
    buildEnvironment: {
      // Of the machine that the functions run on, so that what is tested is what is deployed.
      buildImage: IMAGES[architecture],
      computeType: ComputeType.LARGE,
    },
  });
}
