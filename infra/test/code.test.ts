import assert from 'node:assert/strict';
import { test } from 'node:test';

import { programs, source } from './sources.ts';

const files = ['lib', 'bin', 'examples'].flatMap(programs);

/** Reserved domains, and those of tools and services. */
const ANYBODYS = ['amazonaws.com', 'example.org', 'rustup.rs'];

/** All that a pattern finds in the code, with where. */
function found(pattern: RegExp): string[] {
  return files.flatMap((file) => [...source(file).matchAll(pattern)].map(([text]) => `${file}: ${text}`));
}

test('there is code to look at', () => {
  assert.ok(files.length > 15);
  for (const needed of ['infra/lib/api.ts', 'infra/bin/app.ts']) assert.ok(files.includes(needed));
});

test('no account stands in the code', () => {
  assert.deepEqual(found(/(?<!\d)\d{12}(?!\d)/g), []);
});

test('no zone stands in the code', () => {
  assert.deepEqual(found(/\bZ[A-Z0-9]{10,}\b/g), []);
});

test('no unit of an organisation stands in the code', () => {
  assert.deepEqual(found(/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g), []);
});

test("no owner's domain stands in the code", () => {
  const names = /\b[a-z0-9-]+\.(com|org|net|io|cloud|eu|de|uk|rs)\b(?![\w(])/g;
  assert.deepEqual(found(names).filter((name) => !ANYBODYS.includes(name.split(': ')[1]!)), []);
});

test('no region stands in the code, but as an example in a message', () => {
  const regions = found(/\b(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+(-[a-z]+)?-\d\b/g);
  assert.deepEqual(regions, ['infra/lib/configuration.ts: eu-west-1']);
});
