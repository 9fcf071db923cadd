// The app as the command runs it: in a process of its own, which is told where to write, and of what.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { INFRA } from './sources.ts';
import { CONTEXT, folder, type Json } from './support.ts';

export interface Outcome {
  readonly status: number | null;
  /** What it said, on both ways out. */
  readonly said: string;
  /** All files that it left. */
  readonly files: string[];
  /** What it synthesised, by the names of the files. */
  readonly templates: Record<string, Json>;
}

/** Runs an app with context, such as the path of a configuration. */
export function command(context: Record<string, string>, app = 'bin/app.ts'): Outcome {
  const outdir = folder();
  const environment = {
    PATH: process.env['PATH'],
    CARGO_TARGET_DIR: process.env['CARGO_TARGET_DIR'],
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...CONTEXT, ...context }),
    CDK_VALIDATION: 'false',
  };
  const run = spawnSync(process.execPath, ['--import', 'tsx', app], { cwd: INFRA, env: environment, encoding: 'utf8' });
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr, files, templates: templatesIn(outdir) };
}

/** All templates of an assembly. */
export function templatesIn(outdir: string): Record<string, Json> {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  const templates = files.filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(templates.map((file) => [basename(file), JSON.parse(readFileSync(join(outdir, file), 'utf8'))]));
}
