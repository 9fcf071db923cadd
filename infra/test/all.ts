// All tests in one process, since to load CDK takes longer than most of them. A file of them can be run alone, too:
//
//     node --import tsx --test test/data.test.ts

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
for (const file of files) {
  await import(join(import.meta.dirname, file));
}
