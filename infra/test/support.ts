// What the tests share: syntheses, each made once, and ways to look at what came of them.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { type Configuration, parse } from '../lib/configuration.ts';
import { quizcraft } from '../lib/quizcraft.ts';
import { EXAMPLE, INFRA } from './sources.ts';

/** A part of a template: what stands in it is for a test to say. */
export type Json = any;

export const ENVIRONMENTS = ['tst', 'dev', 'prd'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

const scratch = mkdtempSync(join(tmpdir(), 'quizcraft-infra-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** A new folder, which is gone when the tests are over. */
export function folder(): string {
  return mkdtempSync(join(scratch, 'folder-'));
}

// Whatever was built on this machine, the tests see the same.
process.env['CARGO_TARGET_DIR'] = folder();

/** What the command hands to the app: the settings of cdk.json, and what it adds by itself. */
export const CONTEXT = {
  ...JSON.parse(readFileSync(join(INFRA, 'cdk.json'), 'utf8')).context,
  'aws:cdk:enable-path-metadata': true,
};

/** The example configuration, to be changed. */
export function example(): Configuration {
  return parse('the example', JSON.parse(readFileSync(EXAMPLE, 'utf8')));
}

/** An app as the command makes it. CDK's own look at templates takes seconds, and is for one test to ask for. */
export function newApp(props: AppProps = {}): App {
  const outdir = folder();
  return new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: CONTEXT, outdir, ...props });
}

/** Synthesises a configuration anew. What cdk-nag finds is for one test to tell: it does not keep others from a look. */
export function synthesise(configuration: Configuration, props: AppProps = {}): CloudAssembly {
  const app = newApp(props);
  quizcraft(app, configuration);
  try {
    return app.synth();
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') {
      throw error;
    }
    return new CloudAssembly(app.outdir);
  }
}

const made = new Map<string, CloudAssembly>();

/** What a configuration comes to, by default the example. */
export function assemblyOf(configuration = example()): CloudAssembly {
  const key = JSON.stringify(configuration);
  const assembly = made.get(key) ?? synthesise(configuration);
  made.set(key, assembly);
  return assembly;
}

/** The stack at a path, such as `prd/Quiz`. */
export function stackOf(path: string, configuration = example()): CloudFormationStackArtifact {
  const stack = assemblyOf(configuration).stacksRecursively.find(({ hierarchicalId }) => hierarchicalId === path);
  assert.ok(stack, `there is no stack ${path}`);
  return stack;
}

export function templateOf(path: string, configuration = example()): Template {
  return Template.fromJSON(stackOf(path, configuration).template);
}

/** The stack of the quiz in an environment. */
export function quizOf(environment: EnvironmentName, configuration = example()): Template {
  return templateOf(`${environment}/Quiz`, configuration);
}

/** All resources of a type. */
export function all(template: Template, type: string): Json[] {
  return Object.values(template.findResources(type));
}

/** The only resource of a type. */
export function only(template: Template, type: string): Json {
  const [one, ...others] = all(template, type);
  assert.ok(one !== undefined && others.length === 0, `there is not exactly one ${type}`);
  return one;
}

/** The resource that is called so within its stack, such as `Data/Game`. */
export function resource(template: Template, name: string): Json {
  const id = Object.keys(template.toJSON()['Resources']).find((one) => nameOf(template, one) === name);
  assert.ok(id !== undefined, `there is no ${name}`);
  return template.toJSON()['Resources'][id];
}

/** What a resource is called within its stack. */
function nameOf(template: Template, id: string): string {
  const path: string = template.toJSON()['Resources'][id]?.Metadata['aws:cdk:path'] ?? id;
  return path.replace(/^.*\/(Quiz|Domain|Zone)\//, '').replace(/\/Resource$/, '');
}

/** A value of a template with the names of what it refers to, such as `Data/Game/index/creation-time-index`. */
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
      return argument;
    default:
      throw new Error(`${kind} is nothing that a name could be made of`);
  }
}

/** One or many, as templates have it. */
export function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : [value].flat() as T[];
}
