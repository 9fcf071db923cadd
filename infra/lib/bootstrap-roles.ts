// The roles that the CDK bootstrap creates in every account.

import { DefaultStackSynthesizer } from 'aws-cdk-lib';

/** The roles that deploying from another account requires, as ARNs with placeholders. */
export const DEPLOYMENT_ROLES = [
  DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN,
  DefaultStackSynthesizer.DEFAULT_LOOKUP_ROLE_ARN,
];

/** The role with which CloudFormation creates, updates and reads resources, as an ARN with placeholders. */
export const EXECUTION_ROLE = DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN;

/** Returns a role's ARN with its placeholders replaced. */
export function roleIn(account: string, region: string, role: string): string {
  const values: Record<string, string> = {
    // The configuration accepts only regions of this partition.
    '${AWS::Partition}': 'aws',
    '${AWS::AccountId}': account,
    '${AWS::Region}': region,
    '${Qualifier}': DefaultStackSynthesizer.DEFAULT_QUALIFIER,
  };
  return Object.entries(values).reduce((arn, [placeholder, value]) => arn.replaceAll(placeholder, value), role);
}
