// A function in Rust, with a role that may do nothing but log, be traced, and what it is allowed.

import { type Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ArchitectureName } from './configuration.ts';
import { functionCode } from './function-code.ts';
import { type Keeping, logsOf } from './keeping.ts';

export interface RustFunctionProps {
  /** The name of the program. */
  readonly program: 'quizcraft-api' | 'quizcraft-worker';
  readonly architecture: ArchitectureName;
  readonly keeping: Keeping;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
}

export class RustFunction extends Construct {
  readonly function: Function;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: RustFunctionProps) {
    super(scope, id);
    const architecture = props.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
    const logGroup = new LogGroup(this, 'Log', logsOf(props.keeping));
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.function = new Function(this, 'Function', {
      description: `${props.program} of QuizCraft`,
      runtime: Runtime.PROVIDED_AL2023,
      architecture,
      handler: 'bootstrap',
      code: functionCode(props.program, architecture),
      role: this.role,
      // Memory is not what it needs: processor time comes with it.
      memorySize: 256,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      logGroup,
      environment: props.environment,
    });
    this.may([logGroup.logGroupArn], ['logs:CreateLogStream', 'logs:PutLogEvents']);
    this.acknowledge();
  }

  /** Allows the function these actions on these resources. */
  may(resources: string[], actions: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ resources, actions }));
  }

  private acknowledge(): void {
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Traces have no resources: X-Ray knows only the star.',
    });
  }
}
