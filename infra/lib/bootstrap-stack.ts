// What CDK needs in an account before it can deploy there, for all accounts of the organisation.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CfnStackSet, LegacyStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The template that `cdk bootstrap` deploys. */
function template(): string {
  const cdk = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  return readFileSync(join(cdk, 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
}

/** What a deployment into an account may do there. */
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** As the command has it. By itself the template makes a key in each account, which costs a dollar a month. */
const KEY = { FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY' };

export interface BootstrapStackProps extends StackProps {
  /** The units whose accounts are bootstrapped; those that join them later, too. */
  readonly units: string[];
  readonly region: string;
  /** The account that may deploy to them, besides themselves. */
  readonly trusted?: string;
}

/**
 * A stack set that bootstraps the accounts of some organisational units.
 *
 * There is one stack set for each answer to who is trusted: an account that joins later has the
 * parameters of the set, whatever was said of the accounts that were there before.
 */
export class BootstrapStack extends Stack {
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    // Its own account is the first, and nothing has bootstrapped it: the operator deploys with their own rights.
    super(scope, id, { ...props, synthesizer: new LegacyStackSynthesizer() });
    new CfnStackSet(this, 'StackSet', {
      stackSetName: id,
      description: 'What CDK needs in an account before it can deploy there',
      permissionModel: 'SERVICE_MANAGED',
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
      managedExecution: { Active: true },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: template(),
      parameters: parameters(props.trusted),
      operationPreferences: { failureToleranceCount: 0, maxConcurrentPercentage: 100 },
      stackInstancesGroup: [
        { deploymentTargets: { organizationalUnitIds: props.units }, regions: [props.region] },
      ],
    });
  }
}

function parameters(trusted: string | undefined): CfnStackSet.ParameterProperty[] {
  const trust = trusted && {
    TrustedAccounts: trusted,
    TrustedAccountsForLookup: trusted,
    CloudFormationExecutionPolicies: EXECUTION_POLICY,
  };
  return Object.entries({ ...KEY, ...trust }).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }));
}
