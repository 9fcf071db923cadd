// The code of a function as cargo-lambda built it. If it is not built, or without a feature that it needs, an asset that can be
// synthesised but not deployed.

import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FileAssetLocation, Stack } from 'aws-cdk-lib';
import { Architecture, Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Returns the target directory, to which `npm run functions` builds. */
function targetDirectory(): string {
  const root = join(import.meta.dirname, '../..');
  return resolve(root, process.env['CARGO_TARGET_DIR'] ?? 'target');
}

/** Architectures by the field `e_machine` of the ELF header, a 16-bit number at offset 18. */
const MACHINES = new Map([
  [0x3e, Architecture.X86_64],
  [0xb7, Architecture.ARM_64],
]);

/** A feature of the crate of the functions that is not on by default. */
export type Feature = 'bedrock';

/** Texts that only a function with a feature contains: parts of its error messages. */
const TEXTS: Record<Feature, string> = { bedrock: 'Amazon Bedrock returned ' };

/** Returns the option with which `npm run functions` builds features, after a space, or nothing if there are none. */
export function featureOption(features: readonly Feature[]): string {
  return features.length === 0 ? '' : ` --features ${features.join(',')}`;
}

/** Returns the code of one of the two functions, with the features that it needs. */
export function functionCode(name: string, architecture: Architecture, features: readonly Feature[] = []): Code {
  const folder = join(targetDirectory(), 'lambda', name);
  const problem = buildProblem(join(folder, 'bootstrap'), architecture, features);
  if (problem !== undefined) {
    const options = features.length === 0 ? '' : ` --${featureOption(features)}`;
    return new NotBuilt(`${name} is ${problem}; run: npm run functions${options}`);
  }
  return Code.fromAsset(folder, { exclude: ['*', '!bootstrap'] });
}

function buildProblem(program: string, architecture: Architecture, features: readonly Feature[]): string | undefined {
  if (!existsSync(program)) {
    return 'not built';
  }
  if (MACHINES.get(elfMachine(program)) !== architecture) {
    return `not built for ${architecture.name}`;
  }
  const missing = features.find((feature) => !readFileSync(program).includes(TEXTS[feature]));
  return missing === undefined ? undefined : `built without the feature ${missing}`;
}

function elfMachine(program: string): number {
  const head = Buffer.alloc(20);
  const file = openSync(program, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.readUInt16LE(18);
}

/** Code that can be synthesised but not deployed: publishing its asset fails with the reason. */
class NotBuilt extends Code {
  readonly isInline = false;

  constructor(private readonly reason: string) {
    super();
  }

  override bind(scope: Construct): CodeConfig {
    const { bucketName, objectKey } = this.asset(Stack.of(scope));
    return { s3Location: { bucketName, objectKey } };
  }

  private asset(stack: Stack): FileAssetLocation {
    const fail = `console.error(${JSON.stringify(this.reason)}); process.exit(1)`;
    return stack.synthesizer.addFileAsset({
      sourceHash: this.reason.replace(/\W+/g, '-'),
      displayName: this.reason,
      executable: ['node', '-e', fail],
    });
  }
}
