import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { PENDING_TIMEOUT } from '../lib/game-flow.ts';
import { all, dataOf, ENVIRONMENTS, example, type Json, only, quizOf, readable, resource, source } from './support.ts';

/** The namespace of metrics from the access log. */
const GATEWAY = 'QuizCraft/Gateway';

const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

/** The alarms that the composite alarm combines. */
const THROTTLES = ['StageThrottles', 'FunctionThrottles', 'TableThrottles'];

/** CloudWatch's limit of metrics per alarm. A further one makes the update of the stack fail. */
const MAX_METRICS = 10;

/** A metric of an alarm or a graph. */
interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Record<string, string>;
  readonly statistic?: string | undefined;
}

/** Returns the series of an alarm, and the expression that combines them. */
function watched(quiz: Template, alarm: Json): { expression?: string; series: Series[] } {
  const { Metrics, ...alone } = alarm.Properties;
  if (Metrics === undefined) {
    return { series: [seriesOf(quiz, alone, alone.Statistic ?? alone.ExtendedStatistic)] };
  }
  const { Expression: expression } = Metrics.find((one: Json) => one.ReturnData);
  const stats = Metrics.filter((one: Json) => !one.ReturnData).map((one: Json) => one.MetricStat);
  return { expression, series: stats.map((stat: Json) => seriesOf(quiz, stat.Metric, stat.Stat)) };
}

function seriesOf(quiz: Template, { Namespace, MetricName, Dimensions }: Json, statistic: string): Series {
  const dimensions = (Dimensions ?? []).map((one: Json) => [one.Name, readable(quiz, one.Value)]);
  return { namespace: Namespace, name: MetricName, dimensions: Object.fromEntries(dimensions), statistic };
}

/** Returns the graphs of the dashboard by title. */
function graphs(quiz: Template): Map<string, Series[]> {
  const body = readable(quiz, only(quiz, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody);
  const widgets: Json[] = JSON.parse(body).widgets;
  return new Map(widgets.map(({ properties }) => [properties.title, properties.metrics.flatMap(drawn)]));
}

/** Returns the series of a line; none for an expression. */
function drawn(line: Json[]): Series[] {
  const texts: string[] = line.filter((part) => typeof part === 'string');
  const [namespace, name, ...dimensions] = texts;
  if (namespace === undefined || name === undefined) {
    return [];
  }
  const pairs = dimensions.flatMap((part, index) => (index % 2 === 0 ? [[part, dimensions[index + 1]]] : []));
  return [{ namespace, name, dimensions: Object.fromEntries(pairs) }];
}

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const alarm = (name: string) => watched(quiz, resource(quiz, `Watch/${name}`));
  const ofApi = { ApiId: 'Api/HttpApi', Stage: 'default' };

  test(`${environment} has eleven alarms and a composite alarm`, () => {
    const alarms = all(quiz, 'AWS::CloudWatch::Alarm');
    assert.equal(alarms.length, 11);
    for (const { Properties } of alarms) {
      assert.equal(Properties.ComparisonOperator, 'GreaterThanThreshold');
      // No data means that there was no traffic.
      assert.equal(Properties.TreatMissingData, 'notBreaching');
    }
    for (const { Properties } of [...alarms, only(quiz, COMPOSITE)]) {
      assert.notEqual(Properties.ActionsEnabled, false);
      assert.match(Properties.AlarmDescription, /^[A-Z].*\.$/);
    }
  });

  test(`every alarm of ${environment} notifies the configured topic of its beginning and end, itself or through the composite alarm`, () => {
    const { alarmTopic } = example().environments[environment]!;
    const rule = only(quiz, COMPOSITE).Properties.AlarmRule;
    const observed = THROTTLES.map((name) => `ALARM("Watch/${name}")`).join(' OR ');
    assert.equal(readable(quiz, rule), `(${observed})`);
    const notified = ({ Properties: { AlarmActions, OKActions } }: Json) => [AlarmActions, OKActions];
    assert.deepEqual(notified(only(quiz, COMPOSITE)), [[alarmTopic], [alarmTopic]]);
    const silent = THROTTLES.map((name) => resource(quiz, `Watch/${name}`));
    for (const one of all(quiz, 'AWS::CloudWatch::Alarm')) {
      const topics = silent.includes(one) ? undefined : [alarmTopic];
      assert.deepEqual(notified(one), [topics, topics]);
    }
  });

  test(`no alarm of ${environment} observes more metrics than CloudWatch accepts`, () => {
    for (const one of all(quiz, 'AWS::CloudWatch::Alarm')) {
      const { length } = watched(quiz, one).series;
      assert.ok(length >= 1 && length <= MAX_METRICS, `${length} metrics: ${one.Metadata['aws:cdk:path']}`);
    }
  });

  test(`the alarms of ${environment} have the expected thresholds`, () => {
    // Threshold, and number of the last three periods of five minutes that must breach.
    const expected = {
      ServerErrors: [1, 1],
      ApiErrors: [0, 1],
      WorkerErrors: [0, 1],
      OldestMessage: [PENDING_TIMEOUT.toSeconds(), 1],
      DeadLetters: [0, 1],
      StageThrottles: [0, 2],
      FunctionThrottles: [0, 2],
      TableThrottles: [0, 2],
      FailedGames: [5, 1],
      RefusedGames: [20, 1],
      Latency: [1_000, 3],
    };
    assert.equal(Object.keys(expected).length, all(quiz, 'AWS::CloudWatch::Alarm').length);
    for (const [name, values] of Object.entries(expected)) {
      const { Threshold, DatapointsToAlarm, EvaluationPeriods, Period, Metrics } = resource(quiz, `Watch/${name}`).Properties;
      assert.deepEqual([Threshold, DatapointsToAlarm ?? EvaluationPeriods, EvaluationPeriods], [...values, 3], name);
      const periods = Metrics === undefined ? [Period] : Metrics.flatMap((one: Json) => one.MetricStat?.Period ?? []);
      assert.deepEqual([...new Set(periods)], [300], name);
    }
  });

  test(`the alarm ServerErrors of ${environment} observes the percentage of 5xx responses`, () => {
    const { expression, series } = alarm('ServerErrors');
    assert.equal(expression, '100 * errors / all');
    const namespace = 'AWS/ApiGateway';
    assert.deepEqual(series, [
      { namespace, name: '5xx', dimensions: ofApi, statistic: 'Sum' },
      { namespace, name: 'Count', dimensions: ofApi, statistic: 'Sum' },
    ]);
  });

  test(`each function of ${environment} has an alarm on its errors`, () => {
    const observed = ['ApiErrors', 'WorkerErrors'].map((name) => alarm(name).series);
    assert.deepEqual(observed, ['Api/Function/Function', 'GameFlow/Worker/Function'].map((name) => {
      return [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: name }, statistic: 'Sum' }];
    }));
  });

  test(`the alarm OldestMessage of ${environment} observes the age of messages in the queue`, () => {
    assert.deepEqual(alarm('OldestMessage').series, [
      {
        namespace: 'AWS/SQS',
        name: 'ApproximateAgeOfOldestMessage',
        dimensions: { QueueName: 'GameFlow/Queue.QueueName' },
        statistic: 'Maximum',
      },
    ]);
  });

  test(`the alarm DeadLetters of ${environment} observes the dead-letter queue`, () => {
    assert.deepEqual(alarm('DeadLetters').series, [
      {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'GameFlow/DeadLetters.QueueName' },
        statistic: 'Maximum',
      },
    ]);
  });

  test(`the alarms on throttles of ${environment} observe the stage, both functions and all tables`, () => {
    const throttles = (name: string) => ({
      namespace: 'AWS/Lambda',
      name: 'Throttles',
      dimensions: { FunctionName: name },
      statistic: 'Sum',
    });
    const throttledRequests = (table: string) => ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => {
      return { namespace: 'AWS/DynamoDB', name, dimensions: { TableName: `Data/${table}` }, statistic: 'Sum' };
    });
    const expected = {
      StageThrottles: [{ namespace: GATEWAY, name: 'refused', dimensions: {}, statistic: 'Sum' }],
      FunctionThrottles: [throttles('Api/Function/Function'), throttles('GameFlow/Worker/Function')],
      TableThrottles: ['Game', 'Question', 'Token'].flatMap(throttledRequests),
    };
    assert.equal(all(dataOf(environment), 'AWS::DynamoDB::Table').length, 3);
    assert.equal(all(quiz, 'AWS::Lambda::Function').length, 2);
    for (const [name, metrics] of Object.entries(expected)) {
      const { expression, series } = alarm(name);
      assert.deepEqual(series, metrics);
      if (metrics.length > 1) assert.equal(expression, series.map((_, index) => `FILL(m${index}, 0)`).join(' + '));
    }
  });

  test(`throttled requests of ${environment} are counted in the access log`, () => {
    const { LogGroupName, FilterPattern, MetricTransformations } = only(quiz, 'AWS::Logs::MetricFilter').Properties;
    assert.equal(readable(quiz, LogGroupName), 'Api/AccessLog');
    assert.deepEqual(MetricTransformations, [{ MetricNamespace: GATEWAY, MetricName: 'refused', MetricValue: '1' }]);
    // The filter must match the name of the field and its type, a string.
    assert.equal(FilterPattern, '{ ($.status = "429") && ($.integrationLatency = "-") }');
    const { Format } = resource(quiz, 'Api/Stage').Properties.AccessLogSettings;
    const { status, integrationLatency } = JSON.parse(Format);
    assert.deepEqual({ status, integrationLatency }, {
      status: '$context.status',
      integrationLatency: '$context.integrationLatency',
    });
  });

  test(`the alarm FailedGames of ${environment} observes failed games of both functions`, () => {
    const { expression, series } = alarm('FailedGames');
    assert.equal(expression, 'FILL(m0, 0) + FILL(m1, 0)');
    const namespace = 'QuizCraft';
    assert.deepEqual(series, [
      { namespace, name: 'games_failed', dimensions: { function: 'worker' }, statistic: 'Sum' },
      { namespace, name: 'games_failed', dimensions: { function: 'api' }, statistic: 'Sum' },
    ]);
  });

  test(`the alarm RefusedGames of ${environment} observes games beyond the limit of a player`, () => {
    assert.deepEqual(alarm('RefusedGames').series, [
      { namespace: 'QuizCraft', name: 'games_refused', dimensions: { function: 'api' }, statistic: 'Sum' },
    ]);
  });

  test(`the alarm Latency of ${environment} observes the 99th percentile`, () => {
    assert.deepEqual(alarm('Latency').series, [
      { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: ofApi, statistic: 'p99' },
    ]);
  });

  test(`the dashboard of ${environment} shows the metrics of all alarms, and more`, () => {
    const shown = graphs(quiz);
    for (const name of ['ServerErrors', 'ApiErrors', 'WorkerErrors', 'OldestMessage', 'DeadLetters', ...THROTTLES, 'FailedGames', 'RefusedGames', 'Latency']) {
      const lines = alarm(name).series.map(({ statistic: _, ...series }) => series);
      assert.deepEqual(shown.get(name), lines, name);
    }
    assert.ok(shown.size > 5);
    for (const [title, lines] of shown) assert.ok(lines.length > 0, title);
  });

  test(`the Rust code writes every metric of the namespace QuizCraft that ${environment} uses`, () => {
    const inAlarms = all(quiz, 'AWS::CloudWatch::Alarm').flatMap((one) => watched(quiz, one).series);
    const seen = [...inAlarms, ...[...graphs(quiz).values()].flat()];
    const own = seen.filter(({ namespace }) => !namespace.startsWith('AWS/') && namespace !== GATEWAY);
    assert.ok(own.length > 5);
    for (const series of own) assertWritten(series);
  });
}

test('the pending timeout is the default of the Rust code', () => {
  const code = source('quizcraft-core/src/game/transition.rs');
  const [, seconds] = /PendingTimeout::default\(\)\.get\(\)\.as_secs\(\), (\d+)\)/.exec(code) ?? [];
  assert.equal(Number(seconds), PENDING_TIMEOUT.toSeconds());
});

const observe = (file: string) => source(`quizcraft-lambda/src/observe/${file}.rs`);

/** Asserts that a function writes a series to its log, with its name as the only dimension. */
function assertWritten({ namespace, name, dimensions }: Series): void {
  const what = `${namespace} ${name} ${JSON.stringify(dimensions)}`;
  assert.deepEqual(Object.keys(dimensions), ['function'], what);
  const metrics = observe('metrics');
  assert.match(metrics, new RegExp(`const NAMESPACE: &str = "${namespace}";`), what);
  assert.match(metrics, /const DIMENSIONS: \[&str; 1\] = \["function"\];/, what);
  const code = observe(dimensions['function']!);
  assert.match(code, new RegExp(`const FUNCTION: &str = "${dimensions['function']}";`), what);
  assert.ok(writtenIn(code).includes(name), what);
}

/** Returns the names of the metrics that Rust code writes. */
function writtenIn(code: string): string[] {
  return [...code.matchAll(/\.(?:count|metric)\(\s*"(\w+)"/g)].map(([, name]) => name!);
}

test('the README states the largest number of custom metrics and what they cost', () => {
  // Either function writes the metrics of invalid events. The access log has one metric more.
  // Those of a language model are stated separately.
  const names = ['api', 'worker'].map((name) => {
    return new Set(writtenIn(observe(name) + observe('invocation')).filter((metric) => !metric.startsWith('model_')));
  });
  const number = names.reduce((sum, { size }) => sum + size, 1);
  const [, stated, costs] = /\| custom metrics \| 0\.30 \| (\d+) per environment \| ([\d.]+) \|/.exec(source('infra/README.md')) ?? [];
  assert.equal(Number(stated), number);
  assert.equal(costs, (number * 0.3).toFixed(2));
});
