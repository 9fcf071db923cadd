// Runs an app in a process of its own, as `cdk synth` does.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONTEXT, INFRA, type Json, temporaryDirectory } from './support.ts';

export interface Outcome {
  readonly status: number | null;
  /** Standard output and standard error. */
  readonly output: string;
  /** All files that it wrote. */
  readonly files: string[];
  /** The synthesised templates by file name. */
  readonly templates: Record<string, Json>;
}

/** Runs an app with context values, such as the path of a configuration. */
export function command(context: Record<string, string>, app = 'bin/app.ts'): Outcome {
  const outdir = temporaryDirectory();
  const environment = {
    PATH: process.env['PATH'],
    CARGO_TARGET_DIR: process.env['CARGO_TARGET_DIR'],
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...CONTEXT, ...context }),
    CDK_VALIDATION: 'false',
  };
  const run = spawnSync(process.execPath, ['--import', 'tsx', app], { cwd: INFRA, env: environment, encoding: 'utf8' });
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr, files, templates: templatesIn(outdir) };
}

/** Returns all templates of a cloud assembly by file name. */
export function templatesIn(outdir: string): Record<string, Json> {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  const templates = files.filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(templates.map((file) => [basename(file), JSON.parse(readFileSync(join(outdir, file), 'utf8'))]));
}
