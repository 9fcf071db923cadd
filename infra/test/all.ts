// Runs all tests in one process, because loading CDK takes longer than most tests. To run one file:
//
//     node --import tsx --test test/data.test.ts

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
for (const file of files) {
  try {
    await import(join(import.meta.dirname, file));
  } catch (error) {
    // An error outside of a test fails the run but does not prevent the tests of other files.
    test(`${file} can be loaded`, () => {
      throw error;
    });
  }
}
