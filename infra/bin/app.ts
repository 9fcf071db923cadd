// What `npx cdk` runs: the configuration is that of `--context configuration=FILE`, or the example.

import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { InvalidConfiguration, read } from '../lib/configuration.ts';
import { quizcraft } from '../lib/quizcraft.ts';

const EXAMPLE = join(import.meta.dirname, '../configuration.example.json');

const app = new App({ analyticsReporting: false });
try {
  quizcraft(app, read(app.node.tryGetContext('configuration') ?? EXAMPLE));
} catch (error) {
  if (!(error instanceof InvalidConfiguration)) {
    throw error;
  }
  console.error(error.message);
  process.exit(1);
}
