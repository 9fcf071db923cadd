// Bootstraps all accounts of the organisation for CDK.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CfnStackSet, LegacyStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Returns the template that `cdk bootstrap` deploys. */
function template(): string {
  const cdk = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  return readFileSync(join(cdk, 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
}

/** The managed policy of deployments into an account. */
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Same value as `cdk bootstrap`. The template's default creates a KMS key per account, at one dollar a month. */
const KEY = { FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY' };

export interface BootstrapStackProps extends StackProps {
  /** Organisational units whose current and future accounts are bootstrapped. */
  readonly units: string[];
  readonly region: string;
  /** Another account that may deploy to these accounts. */
  readonly trusted?: string;
}

/**
 * A stack set that bootstraps the accounts of some organisational units.
 *
 * Accounts that join later get the parameters of the set, not those of other instances. Therefore accounts with
 * different trust need different stack sets.
 */
export class BootstrapStack extends Stack {
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    // The management account is not bootstrapped, so the operator deploys with their own permissions.
    super(scope, id, { ...props, synthesizer: new LegacyStackSynthesizer() });
    new CfnStackSet(this, 'StackSet', {
      stackSetName: id,
      description: 'Bootstraps accounts for CDK',
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
