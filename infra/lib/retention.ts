import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentName } from './configuration.ts';

/** Retention of players' data: `retained` data outlives its stack, `temporary` data is deleted with it. */
export type Retention = 'retained' | 'temporary';

/** Returns the retention of an environment. Only prd retains data. */
export function retentionOf(environment: EnvironmentName): Retention {
  return environment === 'prd' ? 'retained' : 'temporary';
}

/** Returns the properties of a log group. Logs contain no personal data, so they are deleted with their stack. */
export function logGroupProps(retention: Retention) {
  const days = retention === 'retained' ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS;
  return { retention: days, removalPolicy: RemovalPolicy.DESTROY };
}
