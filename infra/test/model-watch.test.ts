import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { all, example, exampleWithModels, INFRA, type Json, only, quizOf, readable, resource, source, withModel } from './support.ts';

const models = exampleWithModels();

/** The metrics that a worker writes only with a model. */
const METRICS = [
  'model_calls',
  'model_circuit_open',
  'model_games',
  'model_proposed',
  'model_tokens',
  'model_written',
  'research_circuit_open',
];

const ALARMS = ['ModelCircuitOpen', 'ModelRejections', 'ModelTokens'];

/** Returns the properties of an alarm of an environment with a model. */
function alarm(name: string, environment: 'dev' | 'prd' = 'dev', configuration = models): Json {
  return resource(quizOf(environment, configuration), `Watch/${name}`).Properties;
}

/** The dimensions of a metric of the worker. */
const DIMENSIONS = [{ Name: 'function', Value: 'worker' }];

test('a model adds three alarms, which notify the configured topic of their beginning and end', () => {
  for (const environment of ['dev', 'prd'] as const) {
    const count = (configuration = example()) => all(quizOf(environment, configuration), 'AWS::CloudWatch::Alarm').length;
    assert.equal(count(models) - count(), ALARMS.length);
    const { alarmTopic } = models.environments[environment];
    for (const name of ALARMS) {
      const { AlarmActions, OKActions, ComparisonOperator, TreatMissingData, AlarmDescription } = alarm(name, environment);
      assert.deepEqual([AlarmActions, OKActions], [[alarmTopic], [alarmTopic]], name);
      assert.deepEqual([ComparisonOperator, TreatMissingData], ['GreaterThanThreshold', 'notBreaching'], name);
      assert.match(AlarmDescription, /^[A-Z].*\.$/);
    }
  }
});

test('the alarm ModelCircuitOpen observes every opening, of the model and of the wiki, within five minutes', () => {
  const { Metrics, Threshold, EvaluationPeriods, DatapointsToAlarm } = alarm('ModelCircuitOpen');
  assert.deepEqual([Threshold, EvaluationPeriods, DatapointsToAlarm], [0, 3, 1]);
  const [sum, ...circuits] = Metrics;
  // The worker writes no metric that is zero, so one of them is mostly missing.
  assert.equal(sum.Expression, 'FILL(m0, 0) + FILL(m1, 0)');
  assert.deepEqual(circuits.map(({ Id, MetricStat: { Metric, Period, Stat } }: Json) => [Id, Metric, Period, Stat]), [
    ['m0', { Namespace: 'QuizCraft', MetricName: 'model_circuit_open', Dimensions: DIMENSIONS }, 300, 'Sum'],
    ['m1', { Namespace: 'QuizCraft', MetricName: 'research_circuit_open', Dimensions: DIMENSIONS }, 300, 'Sum'],
  ]);
});

test('the alarm ModelRejections observes the percentage of rejected questions per hour, if there are enough', () => {
  const { Metrics, Threshold, EvaluationPeriods, DatapointsToAlarm } = alarm('ModelRejections');
  assert.deepEqual([Threshold, EvaluationPeriods, DatapointsToAlarm ?? EvaluationPeriods], [85, 1, 1]);
  const [rate, ...others] = Metrics;
  assert.equal(rate.Expression, 'IF(proposed >= 50, 100 * (proposed - FILL(written, 0)) / proposed, 0)');
  assert.deepEqual(others.map(({ Id, MetricStat: { Metric, Period, Stat } }: Json) => [Id, Metric, Period, Stat]), [
    ['proposed', { Namespace: 'QuizCraft', MetricName: 'model_proposed', Dimensions: DIMENSIONS }, 3_600, 'Sum'],
    ['written', { Namespace: 'QuizCraft', MetricName: 'model_written', Dimensions: DIMENSIONS }, 3_600, 'Sum'],
  ]);
});

test('the alarm ModelTokens observes four fifths of the tokens per day', () => {
  for (const [environment, threshold] of [['dev', 800_000], ['prd', 3_200_000]] as const) {
    const { Namespace, MetricName, Dimensions, Statistic, Period, Threshold, EvaluationPeriods } = alarm('ModelTokens', environment);
    assert.deepEqual([Namespace, MetricName, Dimensions, Statistic], ['QuizCraft', 'model_tokens', DIMENSIONS, 'Sum']);
    assert.deepEqual([Period, Threshold, EvaluationPeriods], [86_400, threshold, 1], environment);
  }
});

test('without a limit of tokens there is no alarm on them', () => {
  const { model } = models.environments.dev;
  const quiz = quizOf('dev', withModel('dev', { ...model, tokensPerDay: 0 }));
  const names = all(quiz, 'AWS::CloudWatch::Alarm').map(({ Metadata }) => Metadata['aws:cdk:path'].split('/').at(-2));
  assert.deepEqual(names.filter((name) => name.startsWith('Model')).sort(), ['ModelCircuitOpen', 'ModelRejections']);
});

test('the alarm TableThrottles observes the pool, too', () => {
  const quiz = quizOf('dev', models);
  const { Metrics } = alarm('TableThrottles');
  const series: Json[] = Metrics.filter(({ MetricStat }: Json) => MetricStat).map(({ MetricStat }: Json) => MetricStat.Metric);
  // CloudWatch accepts ten metrics per alarm.
  assert.equal(series.length, 8);
  const ofPool = series.filter(({ Dimensions }) => readable(quiz, Dimensions[0].Value) === 'Data/Draft');
  assert.deepEqual(ofPool.map(({ MetricName }) => MetricName), ['ReadThrottleEvents', 'WriteThrottleEvents']);
});

/** Returns the names of the metrics of a namespace on the dashboard, by title of the graph. */
function graphs(configuration = example()): Record<string, string[]> {
  const quiz = quizOf('dev', configuration);
  const { widgets } = JSON.parse(readable(quiz, only(quiz, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody));
  return Object.fromEntries(widgets.map(({ properties: { title, metrics } }: Json) => {
    return [title, metrics.flatMap((line: Json[]) => (line[0] === 'QuizCraft' ? [line[1]] : []))];
  }));
}

test('the dashboard shows every metric of a model, and the alarms on it', () => {
  const [without, shown] = [graphs(), graphs(models)];
  const added = Object.fromEntries(Object.entries(shown).filter(([title]) => !(title in without)));
  assert.deepEqual(Object.keys(added).sort(), [
    'Games and calls of the model',
    ...ALARMS,
    'Questions of the model',
    'Tokens of the model',
  ]);
  assert.deepEqual([...new Set(Object.values(added).flat())].sort(), METRICS);
  assert.ok(Object.keys(without).every((title) => title in shown));
});

test('the README states the fixed costs of the alarms and metrics of a model', () => {
  const billed = (configuration = example()) => {
    const alarms = all(quizOf('dev', configuration), 'AWS::CloudWatch::Alarm').map(({ Properties: { Metrics } }) => Metrics);
    return alarms.reduce((sum, metrics) => sum + (metrics?.filter((one: Json) => one.MetricStat).length ?? 1), 0);
  };
  assert.equal(billed(models) - billed(), 7);
  const readme = source('infra/README.md');
  assert.match(readme, /\| alarms of a model, billed by metric \| 0\.10 \| seven \| 0\.70 \|/);
  assert.match(readme, new RegExp(`\\| custom metrics of a model \\| 0\\.30 \\| ${METRICS.length} \\| ${(METRICS.length * 0.3).toFixed(2)} \\|`));
});

test('the README adds up the costs of its example', () => {
  const readme = source('infra/README.md');
  const find = (pattern: RegExp) => Number(pattern.exec(readme)![1]!.replaceAll(',', ''));
  const input = find(/([\d,]+) input tokens at/) * find(/input tokens at ([\d.]+\d) per million/) / 1e6;
  const output = find(/([\d,]+) output tokens at/) * find(/output tokens at ([\d.]+\d) per\s+million/) / 1e6;
  const worker = find(/and ([\d]+) seconds at/) * 0.25 * find(/seconds at ([\d.]+\d)/);
  const row = (item: string) => new RegExp(`\\| ${item} \\| ([\\d.]+) \\| ([\\d.]+) \\|`).exec(readme)!.slice(1);
  assert.deepEqual(row('input tokens'), [input.toFixed(4), (1_000 * input).toFixed(2)]);
  assert.deepEqual(row('output tokens'), [output.toFixed(4), (1_000 * output).toFixed(2)]);
  assert.deepEqual(row('worker'), [worker.toFixed(5), (1_000 * worker).toFixed(2)]);
  const sum = input + output + worker;
  assert.deepEqual(row('together'), [sum.toFixed(4), (1_000 * sum).toFixed(2)]);
});

test('the Rust code writes every metric of a model', () => {
  const directory = join(INFRA, '../quizcraft-lambda/src/observe');
  const files = readdirSync(directory).filter((file) => file.endsWith('.rs'));
  const code = files.map((file) => source(`quizcraft-lambda/src/observe/${file}`)).join('\n');
  const missing = METRICS.filter((name) => !code.includes(`"${name}"`));
  assert.deepEqual(missing, []);
});
