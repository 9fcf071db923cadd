// The code of a function as cargo-lambda built it; where it is not built, an asset that says so.

import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FileAssetLocation, Stack } from 'aws-cdk-lib';
import { Architecture, Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Where `npm run functions` leaves what it builds. */
function target(): string {
  const root = join(import.meta.dirname, '../..');
  return resolve(root, process.env['CARGO_TARGET_DIR'] ?? 'target');
}

/** What an ELF file says of the machine that it is for: its 19th byte. */
const MACHINES = new Map([
  [0x3e, Architecture.X86_64],
  [0xb7, Architecture.ARM_64],
]);

/** The code of one of the two functions. */
export function functionCode(name: string, architecture: Architecture): Code {
  const folder = join(target(), 'lambda', name);
  const lacking = whatIsLacking(join(folder, 'bootstrap'), architecture);
  if (lacking !== undefined) {
    return new NotBuilt(`${name} ${lacking}: npm run functions`);
  }
  return Code.fromAsset(folder, { exclude: ['*', '!bootstrap'] });
}

function whatIsLacking(program: string, architecture: Architecture): string | undefined {
  if (!existsSync(program)) {
    return 'is not built yet';
  }
  const built = MACHINES.get(machine(program));
  return built === architecture ? undefined : `is built for something else than ${architecture.name}`;
}

function machine(program: string): number {
  const head = Buffer.alloc(20);
  const file = openSync(program, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.readUInt16LE(18);
}

/** Code that synthesises but cannot be deployed: publishing it fails with the reason. */
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
    const refuse = `console.error(${JSON.stringify(this.reason)}); process.exit(1)`;
    return stack.synthesizer.addFileAsset({
      sourceHash: this.reason.replace(/\W+/g, '-'),
      displayName: this.reason,
      executable: ['node', '-e', refuse],
    });
  }
}
