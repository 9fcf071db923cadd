// Shared by the tests: files of the repository, cached syntheses, and queries of templates.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { type Configuration, parse } from '../lib/configuration.ts';
import { addStacks } from '../lib/stacks.ts';

/** A part of a template. Tests assert its structure. */
export type Json = any;

export const INFRA = join(import.meta.dirname, '..');

/** The path of the example configuration. */
export const EXAMPLE = join(INFRA, 'configuration.example.json');

/** Reads a file of the repository. */
export function source(path: string): string {
  return readFileSync(join(INFRA, '..', path), 'utf8');
}

/** Returns the paths of all TypeScript files of a directory of `infra`, relative to the repository. */
export function sourceFiles(directory: string): string[] {
  const names = readdirSync(join(INFRA, directory), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `infra/${directory}/${name}`);
}

export const ENVIRONMENTS = ['tst', 'dev', 'prd'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

const scratch = mkdtempSync(join(tmpdir(), 'quizcraft-infra-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Creates a directory that is deleted at the end of the process. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(scratch, 'directory-'));
}

// Tests must not depend on functions that were built on this machine.
process.env['CARGO_TARGET_DIR'] = temporaryDirectory();

/** The context that the CDK CLI passes to the app: that of cdk.json and what the CLI adds. */
export const CONTEXT = {
  ...JSON.parse(readFileSync(join(INFRA, 'cdk.json'), 'utf8')).context,
  'aws:cdk:enable-path-metadata': true,
};

/** Returns a copy of the example configuration. */
export function example(): Configuration {
  return parse('the example', JSON.parse(readFileSync(EXAMPLE, 'utf8')));
}

/** Returns a copy of the example for accounts that are in use. */
export function exampleInUse(): Configuration {
  return parse('the example', JSON.parse(readFileSync(join(INFRA, 'configuration.in-use.example.json'), 'utf8')));
}

/** Returns a copy of the example with language models: of OpenAI's API in dev, of Bedrock in prd, and none in tst. */
export function exampleWithModels(): Configuration {
  return parse('the example', JSON.parse(readFileSync(join(INFRA, 'configuration.model.example.json'), 'utf8')));
}

/** Returns the example with a model in one environment. */
export function withModel(environment: EnvironmentName, model: Json): Configuration {
  const whole = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  whole.environments[environment].model = model;
  return parse('the test', whole);
}

/** Creates an app like the CDK CLI. CDK's own validation of templates is off, because it takes seconds; one test enables it. */
export function newApp(props: AppProps = {}): App {
  const outdir = temporaryDirectory();
  return new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: CONTEXT, outdir, ...props });
}

/** Synthesises a configuration. Ignores findings of cdk-nag, which tests of their own report. */
export function synthesise(configuration: Configuration, props: AppProps = {}): CloudAssembly {
  const app = newApp(props);
  addStacks(app, configuration);
  try {
    return app.synth();
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') {
      throw error;
    }
    return new CloudAssembly(app.outdir);
  }
}

const assemblies = new Map<string, CloudAssembly>();

/** Returns the assembly of a configuration, by default the example. Each is synthesised once. */
export function assemblyOf(configuration = example()): CloudAssembly {
  const key = JSON.stringify(configuration);
  const assembly = assemblies.get(key) ?? synthesise(configuration);
  assemblies.set(key, assembly);
  return assembly;
}

/** Returns the stack at a path, such as `prd/Quiz`. */
export function stackOf(path: string, configuration = example()): CloudFormationStackArtifact {
  const stack = assemblyOf(configuration).stacksRecursively.find(({ hierarchicalId }) => hierarchicalId === path);
  assert.ok(stack, `stack not found: ${path}`);
  return stack;
}

export function templateOf(path: string, configuration = example()): Template {
  return Template.fromJSON(stackOf(path, configuration).template);
}

/** Returns the template of the quiz in an environment. */
export function quizOf(environment: EnvironmentName, configuration = example()): Template {
  return templateOf(`${environment}/Quiz`, configuration);
}

/** Returns the template of the tables and the secret of an environment. */
export function dataOf(environment: EnvironmentName, configuration = example()): Template {
  return templateOf(`${environment}/Data`, configuration);
}

/** Returns all resources of a type. */
export function all(template: Template, type: string): Json[] {
  return Object.values(template.findResources(type));
}

/** Returns the only resource of a type. */
export function only(template: Template, type: string): Json {
  const [one, ...others] = all(template, type);
  assert.ok(one !== undefined && others.length === 0, `expected exactly one ${type}`);
  return one;
}

/** Returns the resource with a path within its stack, such as `Data/Game`. */
export function resource(template: Template, name: string): Json {
  const id = Object.keys(template.toJSON()['Resources']).find((one) => nameOf(template, one) === name);
  assert.ok(id !== undefined, `resource not found: ${name}`);
  return template.toJSON()['Resources'][id];
}

/** Returns the path of a resource within its stack. */
function nameOf(template: Template, id: string): string {
  const path: string = template.toJSON()['Resources'][id]?.Metadata['aws:cdk:path'] ?? id;
  return path.replace(/^(\w+\/)?(Quiz|Data|Domain|Zone)\//, '').replace(/\/Resource$/, '');
}

/** Returns a value of a template with references replaced by paths, such as `Data/Game/index/creation-time-index`. */
export function readable(template: Template, value: Json): string {
  if (typeof value !== 'object') {
    return String(value);
  }
  const [[kind, argument]] = Object.entries<Json>(value) as [[string, Json]];
  switch (kind) {
    case 'Ref':
      return nameOf(template, argument);
    case 'Fn::GetAtt':
      return argument[1] === 'Arn' ? nameOf(template, argument[0]) : `${nameOf(template, argument[0])}.${argument[1]}`;
    case 'Fn::Join':
      return argument[1].map((part: Json) => readable(template, part)).join(argument[0]);
    case 'Fn::ImportValue':
      return exported(argument);
    default:
      throw new Error(`unsupported intrinsic function: ${kind}`);
  }
}

/** Returns the value of an export of any stack that was synthesised, as its own stack refers to it. */
function exported(name: string): string {
  for (const { template } of [...assemblies.values()].flatMap((assembly) => assembly.stacksRecursively)) {
    const output = Object.values<Json>(template.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output !== undefined) {
      return readable(Template.fromJSON(template), output.Value);
    }
  }
  throw new Error(`export not found: ${name}`);
}

/** Returns a value as an array: templates contain a list of one as the value itself. */
export function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : [value].flat() as T[];
}

/** Returns all policy statements within a value. */
export function statements(part: Json): Json[] {
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return [...(Array.isArray(part) ? [] : list(part.Statement)), ...Object.values(part).flatMap(statements)];
}

/** Returns the allowed actions of a function by resource, and by condition if there is one. */
export function privileges(quiz: Template, name: string): Record<string, string[]> {
  const role = readable(quiz, resource(quiz, name).Properties.Role);
  const policies = all(quiz, 'AWS::IAM::Policy').filter(({ Properties }) => {
    return Properties.Roles.some((one: Json) => readable(quiz, one) === role);
  });
  const allowed: Record<string, string[]> = {};
  for (const { Effect, Action, Resource, Condition, ...others } of statements(policies)) {
    assert.equal(Effect, 'Allow');
    assert.deepEqual(others, {});
    const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
    for (const one of list<Json>(Resource).map((value) => readable(quiz, value) + condition)) {
      allowed[one] = [...(allowed[one] ?? []), ...list<string>(Action)].sort();
    }
  }
  return allowed;
}
