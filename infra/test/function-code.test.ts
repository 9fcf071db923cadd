import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Stack } from 'aws-cdk-lib';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { functionCode } from '../lib/function-code.ts';
import { assemblyOf, ENVIRONMENTS, folder, type Json, newApp, stackOf } from './support.ts';

const FUNCTIONS = ['quizcraft-api', 'quizcraft-worker'];
const [X86_64, ARM64, RISC_V] = [0x3e, 0xb7, 0xf3];

/** The first bytes of a program for a machine. */
function program(machine: number): Buffer {
  const head = Buffer.alloc(20);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}

/** Synthesises a function of which this is built, or nothing. */
function synthesised(built: Buffer | undefined, architecture = Architecture.ARM_64) {
  const before = process.env['CARGO_TARGET_DIR'];
  const target = folder();
  process.env['CARGO_TARGET_DIR'] = target;
  try {
    if (built !== undefined) {
      mkdirSync(join(target, 'lambda/quizcraft-api'), { recursive: true });
      writeFileSync(join(target, 'lambda/quizcraft-api/bootstrap'), built);
    }
    const stack = new Stack(newApp(), 'Stack');
    const code = functionCode('quizcraft-api', architecture);
    new Function(stack, 'Function', { code, architecture, runtime: Runtime.PROVIDED_AL2023, handler: 'bootstrap' });
    const assembly = (stack.node.root as ReturnType<typeof newApp>).synth();
    return { directory: assembly.directory, asset: assetsIn(assembly.directory, 'Stack')[0]! };
  } finally {
    process.env['CARGO_TARGET_DIR'] = before;
  }
}

/** What is to be published for a stack, besides its template. */
function assetsIn(directory: string, name: string): Json[] {
  const { files, dockerImages } = JSON.parse(readFileSync(join(directory, `${name}.assets.json`), 'utf8'));
  assert.deepEqual(dockerImages, {});
  return Object.values<Json>(files).filter(({ source }) => source.packaging !== 'file');
}

/** Publishes an asset as the command would, up to where it has something to upload. */
function published({ source }: Json) {
  const [command, ...options] = source.executable;
  const { status, stdout, stderr } = spawnSync(command, options, { encoding: 'utf8' });
  return { status, stdout, stderr: stderr.trim() };
}

test('what is not built can be synthesised', () => {
  for (const environment of ENVIRONMENTS) {
    const { templateFile } = stackOf(`${environment}/Quiz`);
    const directory = join(assemblyOf().directory, `assembly-${environment}`);
    const names = assetsIn(directory, templateFile.replace('.template.json', '')).map(({ displayName }) => displayName);
    assert.deepEqual(names.sort(), FUNCTIONS.map((name) => `${name} is not built yet: npm run functions`), environment);
  }
});

test('what is not built cannot be deployed, and the error says what it is and how to build it', () => {
  const { asset } = synthesised(undefined);
  const reason = 'quizcraft-api is not built yet: npm run functions';
  assert.equal(asset.displayName, reason);
  assert.equal(asset.source.path, undefined);
  assert.deepEqual(published(asset), { status: 1, stdout: '', stderr: reason });
});

test('the way in which functions are said to be built is there', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.equal(scripts.functions, 'bash ./functions');
  const script = readFileSync(new URL('../functions', import.meta.url), 'utf8');
  assert.match(script, /cargo lambda build --release/);
  assert.doesNotMatch(script.replace('without a container', ''), /docker|podman|container/);
});

test('what is built for another machine cannot be deployed', () => {
  const cases = [
    { built: program(X86_64), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: program(ARM64), architecture: Architecture.X86_64, name: 'x86_64' },
    { built: program(RISC_V), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: Buffer.from('too short'), architecture: Architecture.ARM_64, name: 'arm64' },
    { built: Buffer.from('#!/usr/bin/env bash\nexit 0\n'), architecture: Architecture.X86_64, name: 'x86_64' },
  ];
  for (const { built, architecture, name } of cases) {
    const { asset } = synthesised(built, architecture);
    const { status, stderr } = published(asset);
    assert.equal(status, 1);
    assert.equal(stderr, `quizcraft-api is built for something else than ${name}: npm run functions`);
  }
});

for (const [machine, architecture] of [[ARM64, Architecture.ARM_64], [X86_64, Architecture.X86_64]] as const) {
  test(`what is built for ${architecture.name} is deployed as it is`, () => {
    const { asset, directory } = synthesised(program(machine), architecture);
    assert.equal(asset.source.executable, undefined);
    assert.equal(asset.source.packaging, 'zip');
    assert.ok(existsSync(join(directory, asset.source.path, 'bootstrap')));
  });
}

test('another build is another asset', () => {
  const [one, other] = ['one', 'other'].map((text) => synthesised(Buffer.concat([program(ARM64), Buffer.from(text)])));
  assert.notEqual(one!.asset.source.path, other!.asset.source.path);
});
