// From a commit to players: builds, tests, deploys to dev and, after an approval, to prd.
//
// It deploys by the CDK of this very app. CDK Pipelines would publish what was built by another program,
// of a version of its own, and would not protect the stacks of prd.

import { createHash } from 'node:crypto';
import { DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
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
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { ArchitectureName, Configuration } from './configuration.ts';
import { logsOf } from './keeping.ts';

/** The machines that build: of the kind that the functions run on, so that what is tested is what is deployed. */
const MACHINES: Record<ArchitectureName, IBuildImage> = {
  arm64: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
  x86_64: LinuxBuildImage.AMAZON_LINUX_2023_5,
};

const VERSIONS = { nodejs: '22', python: '3.12' };

export interface PipelineStackProps extends StackProps {
  readonly configuration: Configuration;
}

export class PipelineStack extends Stack {
  private readonly artifacts: Bucket;
  private readonly source = new Artifact('Source');
  private readonly built = new Artifact('Built');

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    const { dev, prd } = configuration.environments;
    this.artifacts = artifacts(this);
    const pipeline = new Pipeline(this, 'Pipeline', {
      artifactBucket: this.artifacts,
      pipelineType: PipelineType.V2,
      // A run that changes the pipeline starts anew as the new one.
      restartExecutionOnUpdate: true,
      usePipelineRoleForActions: true,
      stages: [
        { stageName: 'Source', actions: [this.fetch(configuration)] },
        { stageName: 'Build', actions: [this.build(configuration)] },
        { stageName: 'Pipeline', actions: [this.deploy('Pipeline', this.account, id)] },
        { stageName: 'dev', actions: [this.deploy('dev', dev.account, 'dev/*')] },
        { stageName: 'prd', actions: [agree(), this.deploy('prd', prd.account, 'prd/*', 2)] },
      ],
    });
    // CDK allows this by the name that the service had before only.
    const { connection } = configuration.source;
    pipeline.addToRolePolicy(new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [connection] }));
    this.acknowledge();
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
    });
  }

  /** Tests everything, builds the functions, and synthesises what is to be deployed. */
  private build(configuration: Configuration): CodeBuildAction {
    const { architecture } = configuration;
    const install = [
      'curl --proto "=https" --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal --default-toolchain none',
      '. "$HOME/.cargo/env"',
      // A new version of Rust, but for its patches, changes nothing that is deployed until a commit says so.
      `rustup default "$(sed -n 's/^rust-version = "\\(.*\\)"/\\1/p' Cargo.toml)"`,
      'npm --prefix infra ci',
    ];
    // What fails soon comes first.
    const commands = [
      'npm --prefix infra test',
      'cargo test --locked',
      `npm --prefix infra run functions -- ${architecture}`,
      'printenv CONFIGURATION > infra/configuration.json',
      'cd infra && npx cdk synth --quiet --context configuration=configuration.json',
    ];
    const run = this.run('Build', architecture, ComputeType.LARGE, {
      // What differs from one owner to the next is not in the source.
      env: { variables: { CONFIGURATION: JSON.stringify(configuration) } },
      phases: { install: { 'runtime-versions': VERSIONS, commands: install }, build: { commands } },
      artifacts: { 'base-directory': 'infra', files: ['package*.json', '.npmrc', 'cdk.json', 'cdk.out/**/*'] },
    });
    return new CodeBuildAction({ actionName: 'Build', ...run, input: this.source, outputs: [this.built] });
  }

  /** Deploys some stacks to an account, by the roles that its bootstrap lets this account take on. */
  private deploy(name: string, account: string, stacks: string, runOrder = 1): CodeBuildAction {
    const run = this.run(`Deploy-${name}`, 'x86_64', ComputeType.SMALL, {
      phases: {
        // Between two steps, programs may cease to be such.
        install: { 'runtime-versions': VERSIONS, commands: ['npm ci', 'find cdk.out -name bootstrap -exec chmod a+x {} +'] },
        build: { commands: [`npx cdk deploy --app cdk.out '${stacks}' --require-approval never --progress events`] },
      },
    });
    const resources = ROLES.map((role) => roleIn(account, this.region, role));
    run.project.addToRolePolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
    return new CodeBuildAction({ actionName: 'Deploy', ...run, input: this.built, runOrder });
  }

  /**
   * What an action runs. The pipeline itself knows of it only which project it is: the digest tells it that something has
   * changed there, upon which it starts anew.
   */
  private run(name: string, architecture: ArchitectureName, computeType: ComputeType, spec: object) {
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
      logging: { cloudWatch: { logGroup: new LogGroup(this, `${name}-Log`, logsOf('passing')) } },
      timeout: Duration.hours(2),
    });
    const itself = this.getLogicalId(project.node.defaultChild as CfnProject);
    const log = `arn:<AWS::Partition>:logs:${this.region}:${this.account}:log-group:/aws/codebuild/<${itself}>`;
    Validations.of(project).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${log}:*]`,
      reason: 'CDK lets a project write into all streams of the log that would be its own.',
    });
    return project;
  }

  private acknowledge(): void {
    Validations.of(this.artifacts).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'What is built passes through the bucket; only the roles of the pipeline reach it.',
    });
    const bucket = this.getLogicalId(this.artifacts.node.defaultChild as CfnBucket);
    for (const finding of [...BUCKET_AND_KEY, `Resource::<${bucket}.Arn>/*`]) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[${finding}]`,
        reason: 'CDK grants the use of a bucket and its key so: here it is that of the pipeline itself.',
      });
    }
  }
}

/** What a step of a pipeline may do with what it hands on, as CDK grants it. */
const BUCKET_AND_KEY = [
  'Action::kms:GenerateDataKey*',
  'Action::kms:ReEncrypt*',
  'Action::s3:Abort*',
  'Action::s3:DeleteObject*',
  'Action::s3:GetBucket*',
  'Action::s3:GetObject*',
  'Action::s3:List*',
];

/** The roles that bootstrapping leaves in an account for those who deploy to it. */
const ROLES = [
  DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_LOOKUP_ROLE_ARN,
];

/** Such a role in an account: CDK names them with blanks. */
function roleIn(account: string, region: string, role: string): string {
  const blanks: Record<string, string> = {
    // The configuration takes no region of another partition.
    '${AWS::Partition}': 'aws',
    '${AWS::AccountId}': account,
    '${AWS::Region}': region,
    '${Qualifier}': DefaultStackSynthesizer.DEFAULT_QUALIFIER,
  };
  return Object.entries(blanks).reduce((arn, [blank, value]) => arn.replaceAll(blank, value), role);
}

function agree(): ManualApprovalAction {
  return new ManualApprovalAction({ actionName: 'Agree', additionalInformation: 'What dev runs goes to prd.', runOrder: 1 });
}

/** What the steps hand on. */
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
