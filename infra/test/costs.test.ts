import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, only, quizOf, source, templateOf } from './support.ts';

/** Returns the cells of a row of the README's tables of costs. */
function row(item: string): string[] {
  const line = source('infra/README.md').split('\n').find((one) => one.startsWith(`| ${item}`));
  assert.ok(line, `row not found: ${item}`);
  return line.split('|').map((cell) => cell.trim()).slice(1, -1);
}

test('the README states the number of billed alarm metrics and what they cost', () => {
  const numbers = ENVIRONMENTS.map((environment) => {
    const alarms = all(quizOf(environment), 'AWS::CloudWatch::Alarm').map(({ Properties: { Metrics } }) => Metrics);
    return alarms.reduce((sum, metrics) => sum + (metrics?.filter((one: { MetricStat?: object }) => one.MetricStat).length ?? 1), 0);
  });
  assert.deepEqual([...new Set(numbers)], [19]);
  const [, , number, costs] = row('alarms, billed by metric');
  assert.equal(number, 'nineteen per environment');
  assert.equal(costs, (numbers.length * 19 * 0.1).toFixed(2));
});

test('the pipeline is billed by the minutes of its actions, as the README states', () => {
  assert.equal(only(templateOf('QuizCraft-Pipeline'), 'AWS::CodePipeline::Pipeline').Properties.PipelineType, 'V2');
  assert.deepEqual(row('pipeline: actions').slice(0, 2), ['pipeline: actions (V2 has no monthly fee)', '0.002 per minute']);
});
