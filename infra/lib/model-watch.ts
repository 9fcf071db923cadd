// Alarms and graphs of a language model.

import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, functionMetric, labelled, sum } from './alarm.ts';
import type { ModelConfiguration } from './model-configuration.ts';

/** The share of the tokens per day from which the operator is notified, before the worker stops to call the model. */
const SHARE = 0.8;

/** The number of proposed questions in an hour below which their rejections say little: those of about three games. */
const MIN_PROPOSED = 50;

/** The percentage of rejected questions above which an alarm notifies. The worker requests more than it needs, so some are normal. */
const MAX_REJECTED = 85;

/** The metrics that are 1 while a worker does not call the model, or the wiki, because it failed repeatedly. */
const CIRCUITS = ['model_circuit_open', 'research_circuit_open'];

/** Returns the alarms on a model by name. */
export function modelAlarms({ tokensPerDay }: ModelConfiguration): Record<string, AlarmDefinition> {
  return {
    ModelCircuitOpen: {
      metric: sum('Open circuits', CIRCUITS.map((name) => functionMetric(name, 'worker'))),
      threshold: 0,
      datapoints: 1,
      description: 'The model or the wiki failed repeatedly, so that a worker does not call it for a minute.',
    },
    ModelRejections: {
      metric: rejectionRate(),
      threshold: MAX_REJECTED,
      datapoints: 1,
      periods: 1,
      description: `More than ${MAX_REJECTED} % of the questions that the model proposed within an hour were rejected.`,
    },
    // Without a limit there is no share of it.
    ...(tokensPerDay > 0 && { ModelTokens: tokensNearLimit(tokensPerDay) }),
  };
}

/** Returns the metrics of the graphs of a model by title. */
export function modelMetrics(): Record<string, Metric[]> {
  const graph = (...names: string[]) => names.map((name) => labelled(name, 'worker'));
  return {
    'Games and calls of the model': graph('model_games', 'model_calls'),
    'Questions of the model': graph('model_proposed', 'model_written'),
    'Tokens of the model': graph('model_tokens'),
  };
}

/**
 * Returns the percentage of proposed questions that were not written, per hour. The worker writes no metric that is zero: if
 * every question was rejected, there is no datum of written ones.
 */
function rejectionRate(): IMetric {
  const period = Duration.hours(1);
  const usingMetrics = Object.fromEntries(['proposed', 'written'].map((name) => [name, functionMetric(`model_${name}`, 'worker').with({ period })]));
  const rate = '100 * (proposed - FILL(written, 0)) / proposed';
  return new MathExpression({ expression: `IF(proposed >= ${MIN_PROPOSED}, ${rate}, 0)`, label: 'rejected, %', period, usingMetrics });
}

/** Returns the alarm on the tokens within a day. Its period is not a day in UTC but ends at the evaluation. */
function tokensNearLimit(tokensPerDay: number): AlarmDefinition {
  return {
    metric: functionMetric('model_tokens', 'worker').with({ period: Duration.days(1) }),
    threshold: Math.floor(SHARE * tokensPerDay),
    datapoints: 1,
    periods: 1,
    description: `The model used more than ${100 * SHARE} % of the tokens per day within 24 hours.`,
  };
}
