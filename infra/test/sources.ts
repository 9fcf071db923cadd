// Files that the tests compare with.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const INFRA = join(import.meta.dirname, '..');

/** The configuration that a fresh clone has. */
export const EXAMPLE = join(INFRA, 'configuration.example.json');

/** A file of the repository. */
export function source(path: string): string {
  return readFileSync(join(INFRA, '..', path), 'utf8');
}

/** All files of TypeScript in a folder, by their paths in the repository. */
export function programs(folder: string): string[] {
  const names = readdirSync(join(INFRA, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `infra/${folder}/${name}`);
}
