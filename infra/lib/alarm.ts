// Alarms, and the metrics that the functions write.

import { Duration } from 'aws-cdk-lib';
import { type AlarmProps, ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/** The namespace of the metrics that the functions write. */
const NAMESPACE = 'QuizCraft';

/** The period of alarms and graphs, unless they state another one. */
export const PERIOD = Duration.minutes(5);

export interface AlarmDefinition {
  readonly metric: IMetric;
  /** A period breaches if the metric is greater than this. */
  readonly threshold: number;
  /** The number of the last periods that must breach. */
  readonly datapoints: number;
  /** The number of periods that are evaluated; three by default. */
  readonly periods?: number;
  readonly description: string;
}

/** Returns the properties of an alarm. */
export function alarmProps({ metric, threshold, datapoints, periods = 3, description }: AlarmDefinition): AlarmProps {
  return {
    metric,
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods,
    datapointsToAlarm: datapoints,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: description,
  };
}

/** Returns a metric that a function writes. Its only dimension is the name of the function. */
export function functionMetric(metricName: string, name: 'api' | 'worker'): Metric {
  const dimensionsMap = { function: name };
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic: 'Sum', period: PERIOD });
}

/** Returns a metric of a function with a label for graphs. An alarm on a single metric needs none. */
export function labelled(metricName: string, name: 'api' | 'worker'): Metric {
  return functionMetric(metricName, name).with({ label: `${metricName} (${name})` });
}

/** Returns the sum of metrics. Missing data counts as zero. */
export function sum(label: string, metrics: IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const filled = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  return new MathExpression({ expression: filled.join(' + '), label, period: PERIOD, usingMetrics });
}
