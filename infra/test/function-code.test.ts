import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Stack } from 'aws-cdk-lib';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type Feature, functionCode } from '../lib/function-code.ts';
import { assemblyOf, ENVIRONMENTS, INFRA, type Json, newApp, source, stackOf, temporaryDirectory } from './support.ts';

const FUNCTIONS = ['quizcraft-api', 'quizcraft-worker'];
const [X86_64, ARM64, RISC_V] = [0x3e, 0xb7, 0xf3];

/** Returns the head of an ELF file for a machine. */
function program(machine: number): Buffer {
  const head = Buffer.alloc(20);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}

/** Synthesises a function with this binary; `undefined` means that it is not built. */
function synthesised(built: Buffer | undefined, architecture = Architecture.ARM_64, features: Feature[] = []) {
  const before = process.env['CARGO_TARGET_DIR'];
  const target = temporaryDirectory();
  process.env['CARGO_TARGET_DIR'] = target;
  try {
    if (built !== undefined) {
      mkdirSync(join(target, 'lambda/quizcraft-api'), { recursive: true });
      writeFileSync(join(target, 'lambda/quizcraft-api/bootstrap'), built);
    }
    const stack = new Stack(newApp(), 'Stack');
    const code = functionCode('quizcraft-api', architecture, features);
    new Function(stack, 'Function', { code, architecture, runtime: Runtime.PROVIDED_AL2023, handler: 'bootstrap' });
    const assembly = (stack.node.root as ReturnType<typeof newApp>).synth();
    return { directory: assembly.directory, asset: assetsIn(assembly.directory, 'Stack')[0]! };
  } finally {
    process.env['CARGO_TARGET_DIR'] = before;
  }
}

/** Returns the assets of a stack except its template. */
function assetsIn(directory: string, name: string): Json[] {
  const { files, dockerImages } = JSON.parse(readFileSync(join(directory, `${name}.assets.json`), 'utf8'));
  assert.deepEqual(dockerImages, {});
  return Object.values<Json>(files).filter(({ source }) => source.packaging !== 'file');
}

/** Runs the command with which CDK creates an asset before it uploads it. */
function publish({ source }: Json) {
  const [command, ...options] = source.executable;
  const { status, stdout, stderr } = spawnSync(command, options, { encoding: 'utf8' });
  return { status, stdout, stderr: stderr.trim() };
}

test('functions that are not built can be synthesised', () => {
  for (const environment of ENVIRONMENTS) {
    const { templateFile } = stackOf(`${environment}/Quiz`);
    const directory = join(assemblyOf().directory, `assembly-${environment}`);
    const names = assetsIn(directory, templateFile.replace('.template.json', '')).map(({ displayName }) => displayName);
    assert.deepEqual(names.sort(), FUNCTIONS.map((name) => `${name} is not built; run: npm run functions`), environment);
  }
});

test('deploying a function that is not built fails with the command that builds it', () => {
  const { asset } = synthesised(undefined);
  const reason = 'quizcraft-api is not built; run: npm run functions';
  assert.equal(asset.displayName, reason);
  assert.equal(asset.source.path, undefined);
  assert.deepEqual(publish(asset), { status: 1, stdout: '', stderr: reason });
});

test('the command that the error names builds the functions without a container', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.equal(scripts.functions, 'bash ./functions');
  const script = readFileSync(new URL('../functions', import.meta.url), 'utf8');
  assert.match(script, /cargo lambda build --release/);
  assert.doesNotMatch(script.replace('without a container', ''), /docker|podman|container/);
});

test('a function that is built for another architecture cannot be deployed', () => {
  const cases = [
    { built: program(X86_64), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: program(ARM64), architecture: Architecture.X86_64, name: 'x86_64' },
    { built: program(RISC_V), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: Buffer.from('too short'), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: Buffer.from('#!/usr/bin/env bash\nexit 0\n'), architecture: Architecture.X86_64, name: 'x86_64' },
  ];
  for (const { built, architecture, name } of cases) {
    const { asset } = synthesised(built, architecture);
    const { status, stderr } = publish(asset);
    assert.equal(status, 1);
    assert.equal(stderr, `quizcraft-api is not built for ${name}; run: npm run functions`);
  }
});

for (const [machine, architecture] of [[ARM64, Architecture.ARM_64], [X86_64, Architecture.X86_64]] as const) {
  test(`a function that is built for ${architecture.name} can be deployed`, () => {
    const { asset, directory } = synthesised(program(machine), architecture);
    assert.equal(asset.source.executable, undefined);
    assert.equal(asset.source.packaging, 'zip');
    assert.ok(existsSync(join(directory, asset.source.path, 'bootstrap')));
  });
}

test('a changed binary changes the asset', () => {
  const [one, other] = ['one', 'other'].map((text) => synthesised(Buffer.concat([program(ARM64), Buffer.from(text)])));
  assert.notEqual(one!.asset.source.path, other!.asset.source.path);
});

test('a function that is built without a feature that it needs cannot be deployed', () => {
  for (const built of [program(ARM64), program(X86_64)]) {
    const { asset } = synthesised(built, Architecture.ARM_64, ['bedrock']);
    const { status, stderr } = publish(asset);
    assert.equal(status, 1);
    const problem = built.equals(program(ARM64)) ? 'built without the feature bedrock' : 'not built for arm64';
    assert.equal(stderr, `quizcraft-api is ${problem}; run: npm run functions -- --features bedrock`);
  }
});

test('a function with a feature can be deployed whether it is needed or not', () => {
  // The text stands in an error of the worker; a test of the functions looks for it in the program.
  const text = 'Amazon Bedrock returned ';
  assert.ok(source('quizcraft-lambda/src/model/bedrock/error.rs').includes(`#[error("${text}{0}")]`));
  const built = Buffer.concat([program(ARM64), Buffer.from(`${text}an error`)]);
  for (const features of [['bedrock'], []] as Feature[][]) {
    assert.equal(synthesised(built, Architecture.ARM_64, features).asset.source.packaging, 'zip');
  }
});

test('the build rejects other arguments than an architecture and a feature', () => {
  const usage = 'usage: functions [arm64|x86_64] [--features bedrock]';
  for (const [options, message] of [
    [['mips'], 'invalid architecture mips: expected arm64 or x86_64'],
    [['arm64', '--features', 'rocks'], 'invalid feature rocks: expected bedrock'],
    [['--features'], 'invalid feature : expected bedrock'],
    [['arm64', '--release'], `invalid argument --release: ${usage}`],
    [['--features', 'bedrock', 'arm64'], `invalid argument arm64: ${usage}`],
  ] as const) {
    const { status, stderr } = spawnSync('bash', [join(INFRA, 'functions'), ...options], { encoding: 'utf8' });
    assert.deepEqual([status, stderr.trim()], [1, message]);
  }
});
