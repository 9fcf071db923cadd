import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentName } from './configuration.ts';

/** Whether what players have made outlives its stack. */
export type Keeping = 'kept' | 'passing';

/** In prd, and only there. */
export function keepingOf(environment: EnvironmentName): Keeping {
  return environment === 'prd' ? 'kept' : 'passing';
}

/** How logs are kept: they contain no personal data, and are not needed for long. */
export function logsOf(keeping: Keeping) {
  const retention = keeping === 'kept' ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS;
  return { retention, removalPolicy: RemovalPolicy.DESTROY };
}
