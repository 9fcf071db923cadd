// An app that knows whom it is for.

import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { type Configuration, InvalidConfiguration, read } from './configuration.ts';

const EXAMPLE = join(import.meta.dirname, '../configuration.example.json');

/**
 * Makes an app for the configuration of `--context configuration=FILE`, or for the example. Where it will not do, says
 * why and ends the process: nothing is synthesised.
 */
export function configured(make: (app: App, configuration: Configuration) => void): void {
  const app = new App({ analyticsReporting: false });
  try {
    make(app, read(app.node.tryGetContext('configuration') ?? EXAMPLE));
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) {
      throw error;
    }
    console.error(error.message);
    process.exit(1);
  }
}
