// A Lambda function in Rust. Its role may write logs and traces; everything else is granted explicitly.

import { type Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ArchitectureName } from './configuration.ts';
import { type Feature, functionCode } from './function-code.ts';
import { logGroupProps, type Retention } from './retention.ts';

export interface RustFunctionProps {
  /** The name of the binary. */
  readonly program: 'quizcraft-api' | 'quizcraft-worker';
  readonly architecture: ArchitectureName;
  readonly retention: Retention;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  /** The features that the function needs; none by default. */
  readonly features?: readonly Feature[];
  /** The name of the role, if policies in other stacks name it. */
  readonly roleName?: string;
}

export class RustFunction extends Construct {
  readonly function: Function;
  readonly role: Role;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: RustFunctionProps) {
    super(scope, id);
    const architecture = props.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
    this.log = new LogGroup(this, 'Log', logGroupProps(props.retention));
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      roleName: props.roleName,
    });
    this.function = new Function(this, 'Function', {
      description: `${props.program} of QuizCraft`,
      runtime: Runtime.PROVIDED_AL2023,
      architecture,
      handler: 'bootstrap',
      code: functionCode(props.program, architecture, props.features),
      role: this.role,
      // The function uses far less memory. Lambda assigns CPU time in proportion to it.
      memorySize: 256,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      logGroup: this.log,
      environment: props.environment,
    });
    this.allow([this.log.logGroupArn], ['logs:CreateLogStream', 'logs:PutLogEvents']);
    this.acknowledge();
  }

  /** Allows the function to perform actions on resources, under conditions of IAM if there are any. */
  allow(resources: string[], actions: string[], conditions?: Record<string, Record<string, string>>): void {
    this.role.addToPolicy(new PolicyStatement({ resources, actions, ...(conditions && { conditions }) }));
  }

  private acknowledge(): void {
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray does not support permissions per resource for writing traces.',
    });
  }
}
