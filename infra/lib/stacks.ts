// All stacks, by account.

import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { synthesizerFor } from './bootstrap-roles.ts';
import { BootstrapStack } from './bootstrap-stack.ts';
import { type Configuration, type EnvironmentName, needsNetwork } from './configuration.ts';
import { Environment } from './environment.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { NetworkStack } from './routing.ts';

/** Adds all stacks of a configuration to an app, and the checks of cdk-nag, which run at synthesis. */
export function addStacks(app: App, configuration: Configuration): void {
  const { accounts, region } = configuration;
  const place = (account: string) => ({ env: { account, region }, synthesizer: synthesizerFor(configuration) });
  addBootstrap(app, configuration);
  if (needsNetwork(configuration)) {
    new NetworkStack(app, 'QuizCraft-Network', {
      ...place(accounts.networking!),
      configuration,
      // All environments depend on the zone of the domain.
      terminationProtection: true,
    });
  }
  new PipelineStack(app, 'QuizCraft-Pipeline', { ...place(accounts.deployment), configuration });
  for (const name of Object.keys(configuration.environments) as EnvironmentName[]) {
    new Environment(app, name, configuration);
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

/** Adds the stack sets that bootstrap all accounts, unless these are bootstrapped already. */
function addBootstrap(app: App, { accounts, existingBootstrap, organisationalUnits, region }: Configuration): void {
  if (existingBootstrap !== undefined) {
    return;
  }
  const env = { account: accounts.management!, region };
  const { delivered, others } = organisationalUnits!;
  new BootstrapStack(app, 'QuizCraft-Bootstrap-Delivered', { env, units: delivered, region, trusted: accounts.deployment });
  new BootstrapStack(app, 'QuizCraft-Bootstrap-Others', { env, units: others, region });
}
