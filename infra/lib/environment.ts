// One environment, in an account of its own: its zone, its domain, and the quiz.

import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration, EnvironmentName } from './configuration.ts';
import { keepingOf } from './keeping.ts';
import { QuizStack } from './quiz-stack.ts';
import { apiDomain, DomainStack, ZoneStack } from './routing.ts';

export class Environment extends Stage {
  constructor(scope: Construct, name: EnvironmentName, whole: Configuration) {
    const configuration = whole.environments[name];
    if (configuration === undefined) {
      throw new Error(`there is no environment ${name} in the configuration`);
    }
    super(scope, name, { env: { account: configuration.account, region: whole.region } });
    const zoneName = `${name}.${whole.domain}`;
    const terminationProtection = keepingOf(name) === 'kept';
    const { zone } = new ZoneStack(this, 'Zone', { zoneName, terminationProtection });
    if (configuration.nameServers === undefined) {
      // No resolver would find the records that validate the certificate.
      return;
    }
    const domain = apiDomain(name, whole.domain);
    const domainStack = new DomainStack(this, 'Domain', { zone, apiDomain: domain, terminationProtection });
    const quiz = new QuizStack(this, 'Quiz', {
      name,
      configuration,
      architecture: whole.architecture,
      apiDomain: domain,
      terminationProtection,
    });
    quiz.addStackDependency(domainStack);
  }
}
