// Alarms and the dashboard.

import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmDefinition, alarmProps, functionMetric, labelled, PERIOD, sum } from './alarm.ts';
import type { Api } from './api.ts';
import type { Data } from './data.ts';
import { type GameFlow, PENDING_TIMEOUT } from './game-flow.ts';
import type { ModelConfiguration } from './model-configuration.ts';
import { modelAlarms, modelMetrics } from './model-watch.ts';
import type { RustFunction } from './rust-function.ts';

export interface WatchProps {
  readonly data: Data;
  readonly api: Api;
  readonly flow: GameFlow;
  /** The ARN of the SNS topic that alarms are sent to. */
  readonly alarmTopic: string;
  readonly model?: ModelConfiguration | undefined;
}

export class Watch extends Construct {
  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const throttles = throttleDefinitions(props);
    const definitions = { ...alarmDefinitions(props), ...(props.model && modelAlarms(props.model)) };
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', props.alarmTopic));
    for (const alarm of [...this.addAlarms(definitions), this.addThrottling(throttles)]) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    this.addDashboard(props, { ...definitions, ...throttles });
  }

  private addAlarms(definitions: Record<string, AlarmDefinition>): Alarm[] {
    return Object.entries(definitions).map(([name, definition]) => new Alarm(this, name, alarmProps(definition)));
  }

  /** Adds alarms without actions, and one that notifies if any of them is active. */
  private addThrottling(definitions: Record<string, AlarmDefinition>): CompositeAlarm {
    const active = this.addAlarms(definitions).map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM));
    return new CompositeAlarm(this, 'Throttling', {
      alarmRule: AlarmRule.anyOf(...active),
      alarmDescription: 'The stage, a function or a table throttles requests.',
    });
  }

  private addDashboard({ api, flow, model }: WatchProps, definitions: Record<string, AlarmDefinition>): void {
    const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 8 });
    const alarms = Object.entries(definitions).map(([name, { metric }]) => graph(name, metric));
    new Dashboard(this, 'Dashboard', {
      widgets: [
        alarms,
        [
          graph('Requests', api.stage.metricCount({ period: PERIOD })),
          graph('Games', labelled('games_ready', 'worker'), labelled('games_failed', 'worker'), labelled('games_refused', 'api')),
          graph('Time to READY, s', timeToReady('p50'), timeToReady('p99')),
          graph('Answers', labelled('answers_right', 'api'), labelled('answers_wrong', 'api')),
          graph('Cold starts', labelled('cold_starts', 'api'), labelled('cold_starts', 'worker')),
          graph('Work in the queue', flow.queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD })),
        ],
        ...(model === undefined ? [] : [Object.entries(modelMetrics()).map(([title, metrics]) => graph(title, ...metrics))]),
      ],
    });
  }
}

/**
 * Returns the alarms on throttled requests by name. There is one for each kind of resource, because an alarm observes at
 * most ten metrics; each table has two.
 */
function throttleDefinitions({ api, flow, data }: WatchProps): Record<string, AlarmDefinition> {
  const functions = [api.function, flow.worker].map((rust) => rust.function.metricThrottles({ period: PERIOD }));
  const { game, question, token, draft } = data;
  const tables = [game, question, token, ...(draft ? [draft] : [])].flatMap(throttledRequests);
  const limits = { threshold: 0, datapoints: 2 };
  return {
    // API Gateway may omit excessive 429 responses from log and metrics, so a flood can be larger than this alarm shows, or
    // not show at all. Then the requests per period fall short of what clients send.
    StageThrottles: {
      ...limits,
      metric: api.throttled.metric({ period: PERIOD, statistic: 'Sum' }),
      description: 'The stage throttles requests. API Gateway may not log all of them.',
    },
    FunctionThrottles: {
      ...limits,
      metric: sum('Throttles of functions', functions),
      description: 'A function reached the limit of concurrent executions.',
    },
    TableThrottles: {
      ...limits,
      metric: sum('Throttles of tables', tables),
      description: 'A table throttles reads or writes, perhaps because they exceed its configured maximum.',
    },
  };
}

/** Returns the other alarms by name. */
function alarmDefinitions({ api, flow }: WatchProps): Record<string, AlarmDefinition> {
  const { deadLetters, queue } = flow;
  return {
    ServerErrors: {
      metric: serverErrorRate(api.stage),
      threshold: 1,
      datapoints: 1,
      description: 'More than 1 % of the requests failed with a 5xx status.',
    },
    ApiErrors: functionErrors(api.function),
    WorkerErrors: functionErrors(flow.worker),
    // SQS leaves out messages that were received three times, so this alarm observes work that no worker receives. Work that
    // fails repeatedly ends in the dead-letter queue.
    OldestMessage: {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
      threshold: PENDING_TIMEOUT.toSeconds(),
      datapoints: 1,
      description: 'Work has been in the queue for longer than a game may be pending.',
    },
    DeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      threshold: 0,
      datapoints: 1,
      description: 'Work failed in every attempt and is in the dead-letter queue.',
    },
    FailedGames: {
      metric: sum('Games that failed', [functionMetric('games_failed', 'worker'), functionMetric('games_failed', 'api')]),
      threshold: 5,
      datapoints: 1,
      description: 'More games failed than unknown keywords explain.',
    },
    RefusedGames: {
      metric: functionMetric('games_refused', 'api'),
      threshold: 20,
      datapoints: 1,
      description: 'A player or a client starts many more games than the limit per hour allows.',
    },
    Latency: {
      metric: api.stage.metricLatency({ period: PERIOD, statistic: 'p99' }),
      threshold: 1_000,
      datapoints: 3,
      description: 'The 99th percentile of the latency is above one second.',
    },
  };
}

/** Returns the alarm on invocations that panicked, timed out or ran out of memory. Error responses are not among them. */
function functionErrors({ function: lambda }: RustFunction): AlarmDefinition {
  return {
    metric: lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }),
    threshold: 0,
    datapoints: 1,
    description: 'The function crashed, did not start, or timed out.',
  };
}

/** Returns the percentage of requests that fail with a 5xx status. */
function serverErrorRate(stage: HttpStage): IMetric {
  const usingMetrics = {
    errors: stage.metricServerError({ period: PERIOD, statistic: 'Sum' }),
    all: stage.metricCount({ period: PERIOD, statistic: 'Sum' }),
  };
  return new MathExpression({ expression: '100 * errors / all', label: '5xx, %', period: PERIOD, usingMetrics });
}

/** Returns the metrics of a table's throttled requests. */
function throttledRequests({ tableName }: Table): Metric[] {
  const of = (metricName: string) =>
    new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap: { TableName: tableName }, statistic: 'Sum', period: PERIOD });
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map(of);
}

function timeToReady(statistic: string): Metric {
  return functionMetric('time_to_ready', 'worker').with({ statistic, label: statistic });
}
