import assert from 'node:assert/strict';
import { test } from 'node:test';

import { source, sourceFiles } from './support.ts';

const files = ['lib', 'bin', 'examples'].flatMap(sourceFiles);

/** Reserved domains, and domains of tools and services. */
const ALLOWED_DOMAINS = ['amazonaws.com', 'example.org', 'rustup.rs'];

/** Returns all matches of a pattern in the code, with their files. */
function found(pattern: RegExp): string[] {
  return files.flatMap((file) => [...source(file).matchAll(pattern)].map(([text]) => `${file}: ${text}`));
}

test('the code is found', () => {
  assert.ok(files.length > 15);
  for (const needed of ['infra/lib/api.ts', 'infra/bin/app.ts']) assert.ok(files.includes(needed));
});

test('the code contains no account id', () => {
  assert.deepEqual(found(/(?<!\d)\d{12}(?!\d)/g), []);
});

test('the code contains no zone id', () => {
  assert.deepEqual(found(/\bZ[A-Z0-9]{10,}\b/g), []);
});

test('the code contains no organisational unit', () => {
  assert.deepEqual(found(/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g), []);
});

test('the code contains no domain of an operator', () => {
  const names = /\b[a-z0-9-]+\.(com|org|net|io|cloud|eu|de|uk|rs)\b(?![\w(])/g;
  assert.deepEqual(found(names).filter((name) => !ALLOWED_DOMAINS.includes(name.split(': ')[1]!)), []);
});

test('the code contains no region except as an example in an error message', () => {
  const regions = found(/\b(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+(-[a-z]+)?-\d\b/g);
  assert.deepEqual(regions, ['infra/lib/values.ts: eu-west-1']);
});
