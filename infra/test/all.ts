// All tests in one process, since to load CDK takes longer than most of them. A file of them can be run alone, too:
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
    // What goes wrong before the tests of a file is to fail, and to leave the other files their turn.
    test(`${file} finds what it is about`, () => {
      throw error;
    });
  }
}
