// All stacks, by account.

import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BootstrapStack } from './bootstrap-stack.ts';
import type { Configuration, EnvironmentName } from './configuration.ts';
import { Environment } from './environment.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { NetworkStack } from './routing.ts';

/** Adds all stacks of a configuration to an app, and the checks of cdk-nag, which run at synthesis. */
export function addStacks(app: App, configuration: Configuration): void {
  const { accounts, organisationalUnits, region } = configuration;
  const env = (account: string) => ({ account, region });
  new BootstrapStack(app, 'QuizCraft-Bootstrap-Delivered', {
    env: env(accounts.management),
    units: organisationalUnits.delivered,
    region,
    trusted: accounts.deployment,
  });
  new BootstrapStack(app, 'QuizCraft-Bootstrap-Others', {
    env: env(accounts.management),
    units: organisationalUnits.others,
    region,
  });
  new NetworkStack(app, 'QuizCraft-Network', {
    env: env(accounts.networking),
    configuration,
    // All environments depend on the zone of the domain.
    terminationProtection: true,
  });
  new PipelineStack(app, 'QuizCraft-Pipeline', { env: env(accounts.deployment), configuration });
  for (const name of Object.keys(configuration.environments) as EnvironmentName[]) {
    new Environment(app, name, configuration);
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
