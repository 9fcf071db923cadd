import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { addStacks } from '../lib/stacks.ts';
import { command, templatesIn } from './command.ts';
import { assemblyOf, EXAMPLE, example, exampleWithModels, type Json, newApp, synthesise, temporaryDirectory } from './support.ts';

/** Returns the findings of cdk-nag and CDK, read from the validation report. */
function report(directory: string): Json[] {
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

/** The examples by name. */
const EXAMPLES = { 'the example': example, 'the example with models': exampleWithModels };

/** Returns an app with all stacks of an example. */
function exampleApp(configuration = example()): App {
  const app = newApp();
  addStacks(app, configuration);
  return app;
}

for (const [name, configuration] of Object.entries(EXAMPLES)) {
  test(`cdk-nag and CDK find nothing in ${name}`, () => {
    const { directory } = synthesise(configuration(), { builtinCloudFormationValidation: true });
    assert.deepEqual(report(directory), []);
  });
}

test('cdk-nag finds nothing without tst, without name servers, on x86_64, or with the key of the account', () => {
  const configuration = { ...example(), architecture: 'x86_64' as const };
  configuration.environments.prd.tableKey = 'aws-managed';
  delete configuration.environments.tst;
  delete configuration.environments.dev.nameServers;
  const app = newApp();
  addStacks(app, configuration);
  assert.deepEqual(report(app.synth().directory), []);
});

for (const path of ['QuizCraft-Network', 'QuizCraft-Pipeline', 'prd/Quiz']) {
  test(`a violation in ${path} fails synthesis and is reported`, (t) => {
    t.mock.method(console, 'error', () => {});
    const app = exampleApp();
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

/** Returns all exceptions with construct, rule and reason. */
function exceptions(app: App): { path: string; rule: string; reason: string }[] {
  return app.node.findAll().flatMap(({ node }) => {
    const entries = node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
    return entries.flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => {
      return { path: node.path, rule: id.replace(/^Annotation::/, ''), reason };
    }));
  });
}

for (const [name, configuration] of Object.entries(EXAMPLES)) {
  test(`every exception in ${name} has a sentence as its reason`, () => {
    const made = exceptions(exampleApp(configuration()));
    assert.ok(made.length > 10);
    for (const { rule, reason } of made) assert.match(reason, /^[A-Z].{20,}\.$/, rule);
  });

  test(`no exception in ${name} applies to an app or an environment, or to a pattern of rules`, () => {
    for (const { path, rule } of exceptions(exampleApp(configuration()))) {
      assert.ok(!['', 'tst', 'dev', 'prd'].includes(path), `${rule} at ${path}`);
      assert.match(rule, /^AwsSolutions-[A-Z]+\d+(\[.+\])?$/);
    }
  });

  test(`every exception in ${name} is needed`, () => {
    const app = exampleApp(configuration());
    // The logical ids in findings are resolved by synthesis.
    app.synth();
    const strict = new AwsSolutionsChecks();
    Object.assign(strict, { isAcknowledged: () => false });
    const { violations } = strict.validateScope(app);
    for (const { path, rule } of exceptions(app)) {
      const found = violations.filter(({ ruleName }) => ruleName === rule).flatMap((one) => one.violatingResources);
      const isNeeded = found.some(({ constructPath }) => constructPath?.startsWith(`${path}/`));
      assert.ok(isNeeded, `unused exception from ${rule} at ${path}`);
    }
  });
}

test('synthesis is deterministic', () => {
  const again = templatesIn(synthesise(example()).directory);
  assert.ok(Object.keys(again).length >= 13);
  assert.deepEqual(again, templatesIn(assemblyOf().directory));
});

test('the app synthesises the example by default', () => {
  const { status, output, templates } = command({});
  assert.deepEqual([status, output], [0, '']);
  assert.deepEqual(templates, templatesIn(assemblyOf().directory));
});

test('the app synthesises the configuration of its context', () => {
  const other = { ...example(), domain: 'example.net' };
  const file = join(temporaryDirectory(), 'other.json');
  writeFileSync(file, JSON.stringify(other));
  const { status, templates } = command({ configuration: file });
  assert.equal(status, 0);
  assert.deepEqual(templates, templatesIn(assemblyOf(other).directory));
});

test('the app reports all errors of a configuration and synthesises nothing', () => {
  const file = join(temporaryDirectory(), 'invalid.json');
  const { domain: _, ...lacking } = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...lacking, region: 'europe', colour: 'red' }));
  const { status, output, files } = command({ configuration: file });
  assert.equal(status, 1);
  const [first, ...errors] = output.trimEnd().split('\n');
  assert.equal(first, `invalid configuration ${file}:`);
  assert.deepEqual(errors.map((error) => error.split(': ')[0]).sort(), ['  (root)', '  domain', '  region']);
  assert.deepEqual(files, []);
});

test('the app reports a missing file by its name and synthesises nothing', () => {
  const missing = join(temporaryDirectory(), 'missing.json');
  const { status, output, files } = command({ configuration: missing });
  assert.equal(status, 1);
  assert.ok(output.startsWith(`invalid configuration ${missing}:\n  cannot read the file: `), output);
  assert.deepEqual(files, []);
});
