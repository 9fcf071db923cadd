// What operators are notified of, and the dashboard that they look at.

import { Duration } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Data } from './data.ts';
import type { GameFlow } from './game-flow.ts';

/** Where the functions' own metrics are. */
const NAMESPACE = 'QuizCraft';

const PERIOD = Duration.minutes(5);

export interface WatchProps {
  readonly data: Data;
  readonly api: Api;
  readonly flow: GameFlow;
  /** The ARN of the topic that is told. */
  readonly alarmTopic: string;
}

interface Watched {
  readonly metric: IMetric;
  /** What is too much within five minutes. */
  readonly above: number;
  /** How many of the last three periods. */
  readonly periods: number;
  readonly description: string;
}

export class Watch extends Construct {
  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const watched = everything(props);
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', props.alarmTopic));
    for (const [name, what] of Object.entries(watched)) {
      new Alarm(this, name, alarm(what)).addAlarmAction(action);
    }
    this.dashboard(props, watched);
  }

  private dashboard({ api, flow }: WatchProps, watched: Record<string, Watched>): void {
    const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 8 });
    const alarms = Object.entries(watched).map(([name, { metric }]) => graph(name, metric));
    new Dashboard(this, 'Dashboard', {
      widgets: [
        alarms,
        [
          graph('Requests', api.stage.metricCount({ period: PERIOD })),
          graph('Games', ...['ready', 'failed'].map(games)),
          graph('Time to READY, s', timeToReady('p50'), timeToReady('p99')),
          graph('Answers', own('answers_right', 'api'), own('answers_wrong', 'api')),
          graph('Cold starts', own('cold_starts', 'api'), own('cold_starts', 'worker')),
          graph('Work in the queue', flow.queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD })),
        ],
      ],
    });
  }
}

/** Everything that an alarm is for, by its name. */
function everything({ api, flow, data }: WatchProps): Record<string, Watched> {
  const { deadLetters } = flow;
  const functions = [api.function, flow.worker].map((rust) => rust.function);
  const throttled = [
    api.refused.metric({ period: PERIOD, statistic: 'Sum' }),
    ...functions.map((one) => one.metricThrottles({ period: PERIOD })),
    ...[data.game, data.question, data.token].flatMap(throttledRequests),
  ];
  return {
    ServerErrors: {
      metric: serverErrors(api.stage),
      above: 1,
      periods: 1,
      description: 'More than one request in a hundred ends with a status of 5xx.',
    },
    DeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      above: 0,
      periods: 1,
      description: 'There is work that the worker could not do however often it came.',
    },
    Throttles: {
      metric: sum('Throttles', throttled),
      above: 0,
      periods: 2,
      description: 'Requests are refused, functions not started or tables do not answer, since too much is asked of them.',
    },
    FailedGames: {
      metric: sum('Games that failed', [games('failed'), own('games_failed', 'api')]),
      above: 5,
      periods: 1,
      description: 'Games are given up more often than by unknown keywords.',
    },
    Latency: {
      metric: api.stage.metricLatency({ period: PERIOD, statistic: 'p99' }),
      above: 1_000,
      periods: 3,
      description: 'One request in a hundred takes longer than a second.',
    },
  };
}

function alarm({ metric, above, periods, description }: Watched): AlarmProps {
  return {
    metric,
    threshold: above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: periods,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: description,
  };
}

/** In a hundred requests. */
function serverErrors(stage: HttpStage): IMetric {
  const usingMetrics = {
    errors: stage.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    all: stage.metricCount({ period: PERIOD, statistic: 'Sum' }),
  };
  return new MathExpression({ expression: '100 * errors / all', label: '5xx, %', period: PERIOD, usingMetrics });
}

/** Of metrics of which some may have no data yet. */
function sum(label: string, metrics: IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const filled = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  return new MathExpression({ expression: filled.join(' + '), label, period: PERIOD, usingMetrics });
}

/** Requests that a table refused since there were too many. */
function throttledRequests({ tableName }: Table): Metric[] {
  const of = (metricName: string) =>
    new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap: { TableName: tableName }, statistic: 'Sum', period: PERIOD });
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map(of);
}

/** What a function counts for itself. */
function own(metricName: string, name: 'api' | 'worker'): Metric {
  const label = `${metricName} (${name})`;
  return new Metric({ ...ours(metricName), dimensionsMap: { function: name }, label });
}

/** Games by what the worker made of them. */
function games(outcome: string): Metric {
  return new Metric({ ...ours('games'), dimensionsMap: { outcome }, label: outcome });
}

function timeToReady(statistic: string): Metric {
  return new Metric({ ...ours('time_to_ready'), statistic, label: statistic });
}

function ours(metricName: string) {
  return { namespace: NAMESPACE, metricName, statistic: 'Sum', period: PERIOD };
}
