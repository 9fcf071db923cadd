import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { quizcraft } from '../lib/quizcraft.ts';
import { command, templatesIn } from './command.ts';
import { EXAMPLE } from './sources.ts';
import { assemblyOf, example, folder, type Json, newApp, synthesise } from './support.ts';

/** What cdk-nag and CDK itself have found, in the file that they leave. */
function report(directory: string): Json[] {
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

/** The whole example, not synthesised yet. */
function whole(): App {
  const app = newApp();
  quizcraft(app, example());
  return app;
}

test('nothing is found in any stack of the example, by cdk-nag or by CDK itself', () => {
  const { directory } = synthesise(example(), { builtinCloudFormationValidation: true });
  assert.deepEqual(report(directory), []);
});

test('nor is anything found where there is no tst, no name server yet, or another machine', () => {
  const configuration = { ...example(), architecture: 'x86_64' as const };
  delete configuration.environments.tst;
  delete configuration.environments.dev.nameServers;
  const app = newApp();
  quizcraft(app, configuration);
  assert.deepEqual(report(app.synth().directory), []);
});

for (const path of ['QuizCraft-Network', 'QuizCraft-Pipeline', 'prd/Quiz']) {
  test(`something offending in ${path} stops the synthesis, and is named`, (t) => {
    t.mock.method(console, 'error', () => {});
    const app = whole();
    const stack = path.split('/').reduce((scope: IConstruct, id) => scope.node.findChild(id), app) as Stack;
    new Bucket(stack, 'Offending');
    assert.throws(() => app.synth(), /Validation failed/);
    const [{ pluginName, conclusion, violations }] = report(app.outdir);
    assert.deepEqual([pluginName, conclusion], ['AwsSolutions', 'failure']);
    const found = violations.find(({ ruleName }: Json) => ruleName === 'AwsSolutions-S10');
    const [{ constructPath }] = found.violatingConstructs;
    assert.equal(constructPath, `${path}/Offending/Resource`);
  });
}

/** All exceptions that are made, with where, and why. */
function exceptions(app: App): { path: string; rule: string; reason: string }[] {
  return app.node.findAll().flatMap(({ node }) => {
    const entries = node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
    return entries.flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => {
      return { path: node.path, rule: id.replace(/^Annotation::/, ''), reason };
    }));
  });
}

test('every exception has its reason, in a sentence', () => {
  const made = exceptions(whole());
  assert.ok(made.length > 10);
  for (const { rule, reason } of made) assert.match(reason, /^[A-Z].{20,}\.$/, rule);
});

test('no exception is made for a whole app or environment, or for a pattern', () => {
  for (const { path, rule } of exceptions(whole())) {
    assert.ok(!['', 'tst', 'dev', 'prd'].includes(path), `${rule} at ${path}`);
    assert.match(rule, /^AwsSolutions-[A-Z]+\d+(\[.+\])?$/);
  }
});

test('every exception from a rule for what we write ourselves is needed', () => {
  const app = whole();
  // Expressions of policies have their names once everything is put together.
  app.synth();
  const strict = new AwsSolutionsChecks();
  Object.assign(strict, { isAcknowledged: () => false });
  const { violations } = strict.validateScope(app);
  for (const { path, rule } of exceptions(app)) {
    const found = violations.filter(({ ruleName }) => ruleName === rule).flatMap((one) => one.violatingResources);
    const here = found.some(({ constructPath }) => constructPath?.startsWith(`${path}/`));
    assert.ok(here, `nothing needs the exception from ${rule} at ${path}`);
  }
});

test('two syntheses of one configuration come to the same', () => {
  const again = templatesIn(synthesise(example()).directory);
  assert.ok(Object.keys(again).length >= 13);
  assert.deepEqual(again, templatesIn(assemblyOf().directory));
});

test('the command synthesises the example, unless it is told of another configuration', () => {
  const { status, said, templates } = command({});
  assert.deepEqual([status, said], [0, '']);
  assert.deepEqual(templates, templatesIn(assemblyOf().directory));
});

test('the command takes the configuration that it is told of', () => {
  const other = { ...example(), domain: 'example.net' };
  const file = join(folder(), 'other.json');
  writeFileSync(file, JSON.stringify(other));
  const { status, templates } = command({ configuration: file });
  assert.equal(status, 0);
  assert.deepEqual(templates, templatesIn(assemblyOf(other).directory));
});

test('the command names everything that is wrong with a configuration, and synthesises nothing', () => {
  const file = join(folder(), 'bad.json');
  const { domain: _, ...lacking } = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...lacking, region: 'europe', colour: 'red' }));
  const { status, said, files } = command({ configuration: file });
  assert.equal(status, 1);
  const [first, ...faults] = said.trimEnd().split('\n');
  assert.equal(first, `${file} will not do:`);
  assert.deepEqual(faults.map((fault) => fault.split(': ')[0]).sort(), ['  domain', '  region', '  the whole']);
  assert.deepEqual(files, []);
});

test('the command says which file is not there, and synthesises nothing', () => {
  const missing = join(folder(), 'missing.json');
  const { status, said, files } = command({ configuration: missing });
  assert.equal(status, 1);
  assert.ok(said.startsWith(`${missing} will not do:\n  it cannot be read: `), said);
  assert.deepEqual(files, []);
});
