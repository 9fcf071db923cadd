// Creates the CDK app of a configuration file.

import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { type Configuration, InvalidConfiguration, read } from './configuration.ts';

const EXAMPLE = join(import.meta.dirname, '../configuration.example.json');

/**
 * Creates an app and adds stacks for the configuration of `--context configuration=FILE`, or for the example.
 * If the configuration is invalid, prints the errors and exits with status 1 before synthesis.
 */
export function runApp(addStacks: (app: App, configuration: Configuration) => void): void {
  const app = new App({ analyticsReporting: false });
  try {
    addStacks(app, read(app.node.tryGetContext('configuration') ?? EXAMPLE));
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) {
      throw error;
    }
    console.error(error.message);
    process.exit(1);
  }
}
