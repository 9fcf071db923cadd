import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { source } from './sources.ts';
import { all, ENVIRONMENTS, example, type Json, only, quizOf, readable, resource } from './support.ts';

/** Where metrics are that are made of the access log. */
const GATEWAY = 'QuizCraft/Gateway';

/** What an alarm or a graph looks at. */
interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Record<string, string>;
  readonly statistic?: string | undefined;
}

/** The series that an alarm looks at, and what it makes of them. */
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

/** The graphs of the dashboard, by their titles. */
function graphs(quiz: Template): Map<string, Series[]> {
  const body = readable(quiz, only(quiz, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody);
  const widgets: Json[] = JSON.parse(body).widgets;
  return new Map(widgets.map(({ properties }) => [properties.title, properties.metrics.flatMap(drawn)]));
}

/** A line of a graph; none, if it is computed of others. */
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

  test(`${environment} has five alarms, each of which tells the configured topic`, () => {
    const alarms = all(quiz, 'AWS::CloudWatch::Alarm');
    assert.equal(alarms.length, 5);
    for (const { Properties } of alarms) {
      assert.deepEqual(Properties.AlarmActions, [example().environments[environment]!.alarmTopic]);
      assert.notEqual(Properties.ActionsEnabled, false);
      assert.equal(Properties.ComparisonOperator, 'GreaterThanThreshold');
      // Nothing happened, so nothing is wrong.
      assert.equal(Properties.TreatMissingData, 'notBreaching');
      assert.match(Properties.AlarmDescription, /^[A-Z].*\.$/);
    }
  });

  test(`the alarms of ${environment} go off when they should`, () => {
    // Above what, and how many of the last three times five minutes.
    const expected = { ServerErrors: [1, 1], DeadLetters: [0, 1], Throttles: [0, 2], FailedGames: [5, 1], Latency: [1_000, 3] };
    for (const [name, values] of Object.entries(expected)) {
      const { Threshold, DatapointsToAlarm, EvaluationPeriods, Period, Metrics } = resource(quiz, `Watch/${name}`).Properties;
      assert.deepEqual([Threshold, DatapointsToAlarm ?? EvaluationPeriods, EvaluationPeriods], [...values, 3], name);
      const periods = Metrics === undefined ? [Period] : Metrics.flatMap((one: Json) => one.MetricStat?.Period ?? []);
      assert.deepEqual([...new Set(periods)], [300], name);
    }
  });

  test(`an alarm of ${environment} is for requests that the service fails, by the hundred`, () => {
    const { expression, series } = alarm('ServerErrors');
    assert.equal(expression, '100 * errors / all');
    const namespace = 'AWS/ApiGateway';
    assert.deepEqual(series, [
      { namespace, name: '5xx', dimensions: ofApi, statistic: 'Sum' },
      { namespace, name: 'Count', dimensions: ofApi, statistic: 'Sum' },
    ]);
  });

  test(`an alarm of ${environment} is for any dead letter`, () => {
    assert.deepEqual(alarm('DeadLetters').series, [
      {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: 'GameFlow/DeadLetters.QueueName' },
        statistic: 'Maximum',
      },
    ]);
  });

  test(`an alarm of ${environment} is for throttles of the stage, of either function, and of every table`, () => {
    const { expression, series } = alarm('Throttles');
    assert.ok(series.length <= 10, 'CloudWatch takes no more for one alarm');
    assert.equal(expression, series.map((_, index) => `FILL(m${index}, 0)`).join(' + '));
    const throttles = (name: string) => ({
      namespace: 'AWS/Lambda',
      name: 'Throttles',
      dimensions: { FunctionName: name },
      statistic: 'Sum',
    });
    const refused = (table: string) => ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => {
      return { namespace: 'AWS/DynamoDB', name, dimensions: { TableName: `Data/${table}` }, statistic: 'Sum' };
    });
    assert.deepEqual(series, [
      { namespace: GATEWAY, name: 'refused', dimensions: {}, statistic: 'Sum' },
      throttles('Api/Function/Function'),
      throttles('GameFlow/Worker/Function'),
      ...['Game', 'Question', 'Token'].flatMap(refused),
    ]);
  });

  test(`requests that the stage of ${environment} refuses are counted by its access log`, () => {
    const { LogGroupName, FilterPattern, MetricTransformations } = only(quiz, 'AWS::Logs::MetricFilter').Properties;
    assert.equal(readable(quiz, LogGroupName), 'Api/AccessLog');
    assert.deepEqual(MetricTransformations, [{ MetricNamespace: GATEWAY, MetricName: 'refused', MetricValue: '1' }]);
    // A filter finds nothing where the log has a number, or calls it otherwise.
    assert.equal(FilterPattern, '{ $.status = "429" }');
    const { Format } = resource(quiz, 'Api/Stage').Properties.AccessLogSettings;
    assert.equal(JSON.parse(Format).status, '$context.status');
  });

  test(`an alarm of ${environment} is for games that failed, whichever function gave them up`, () => {
    const { expression, series } = alarm('FailedGames');
    assert.equal(expression, 'FILL(m0, 0) + FILL(m1, 0)');
    const namespace = 'QuizCraft';
    assert.deepEqual(series, [
      { namespace, name: 'games', dimensions: { outcome: 'failed' }, statistic: 'Sum' },
      { namespace, name: 'games_failed', dimensions: { function: 'api' }, statistic: 'Sum' },
    ]);
  });

  test(`an alarm of ${environment} is for the slowest request in a hundred`, () => {
    assert.deepEqual(alarm('Latency').series, [
      { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: ofApi, statistic: 'p99' },
    ]);
  });

  test(`the dashboard of ${environment} shows what there are alarms for, and what is going on`, () => {
    const shown = graphs(quiz);
    for (const name of ['ServerErrors', 'DeadLetters', 'Throttles', 'FailedGames', 'Latency']) {
      const lines = alarm(name).series.map(({ statistic: _, ...series }) => series);
      assert.deepEqual(shown.get(name), lines, name);
    }
    assert.ok(shown.size > 5);
    for (const [title, lines] of shown) assert.ok(lines.length > 0, title);
  });

  test(`the Rust code writes every metric of its own that ${environment} looks at`, () => {
    const inAlarms = all(quiz, 'AWS::CloudWatch::Alarm').flatMap((one) => watched(quiz, one).series);
    const seen = [...inAlarms, ...[...graphs(quiz).values()].flat()];
    const own = seen.filter(({ namespace }) => !namespace.startsWith('AWS/') && namespace !== GATEWAY);
    assert.ok(own.length > 5);
    for (const series of own) assertWritten(series);
  });
}

const observe = (file: string) => source(`quizcraft-lambda/src/observe/${file}.rs`);

/** Checks that a series is one of those that a function writes to its log. */
function assertWritten({ namespace, name, dimensions }: Series): void {
  const what = `${namespace} ${name} ${JSON.stringify(dimensions)}`;
  assert.match(observe('metrics'), new RegExp(`const NAMESPACE: &str = "${namespace}";`), what);
  const [[dimension, value] = []] = Object.entries(dimensions);
  // Each function says what it is called; what is without its name is written by the worker.
  const code = observe(dimension === 'function' ? value! : 'worker');
  if (dimension === 'function') {
    assert.match(code, new RegExp(`const FUNCTION: &str = "${value}";`), what);
    assert.match(code, /field\("function", FUNCTION\)/, what);
    assert.match(code, /metrics\(&\["function"\], &metrics\)/, what);
    assert.match(code, new RegExp(`\\("${name}", `), what);
  } else {
    const named = dimension === undefined ? '' : `"${dimension}"`;
    assert.match(code, new RegExp(`metrics\\(&\\[${named}\\], &\\[\\("${name}", `), what);
  }
  if (dimension === 'outcome') {
    assert.match(code, new RegExp(`=> "${value}",`), what);
    assert.match(code, /field\("outcome", outcome\.name\(\)\)/, what);
  }
}
