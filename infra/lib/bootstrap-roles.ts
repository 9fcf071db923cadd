// The roles that the CDK bootstrap creates in every account.

import { DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import type { Configuration } from './configuration.ts';

/** The roles that deploying from another account requires, as ARNs with placeholders. */
export const DEPLOYMENT_ROLES = [
  DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_LOOKUP_ROLE_ARN,
];

/** The role with which CloudFormation creates, updates and reads resources, as an ARN with placeholders. */
export const EXECUTION_ROLE = DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN;

/** Returns the synthesizer of a stack for accounts that are bootstrapped with another qualifier. Each stack needs its own. */
export function synthesizerFor({ existingBootstrap }: Configuration): DefaultStackSynthesizer | undefined {
  return existingBootstrap && new DefaultStackSynthesizer({ qualifier: existingBootstrap.qualifier });
}

/** Returns the ARN of a role in the account of a stack, or in another account with the same qualifier. */
export function roleOf(stack: Stack, role: string, account = stack.account): string {
  const values: Record<string, string> = {
    // The configuration accepts only regions of this partition.
    '${AWS::Partition}': 'aws',
    '${AWS::AccountId}': account,
    '${AWS::Region}': stack.region,
    '${Qualifier}': stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER,
  };
  return Object.entries(values).reduce((arn, [placeholder, value]) => arn.replaceAll(placeholder, value), role);
}
