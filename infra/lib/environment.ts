// One environment in its own account: zone, domain, data and quiz.

import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration, EnvironmentName } from './configuration.ts';
import { DataStack } from './data-stack.ts';
import { QuizStack } from './quiz-stack.ts';
import { retentionOf } from './retention.ts';
import { apiDomain, DomainStack, ZoneStack } from './routing.ts';

export class Environment extends Stage {
  constructor(scope: Construct, name: EnvironmentName, whole: Configuration) {
    const configuration = whole.environments[name];
    if (configuration === undefined) {
      throw new Error(`environment not found in the configuration: ${name}`);
    }
    super(scope, name, { env: { account: configuration.account, region: whole.region } });
    const zoneName = `${name}.${whole.domain}`;
    const retention = retentionOf(name);
    const terminationProtection = retention === 'retained';
    const { zone } = new ZoneStack(this, 'Zone', { zoneName, terminationProtection });
    if (configuration.nameServers === undefined) {
      // Without delegation, resolvers do not find the records that validate the certificate.
      return;
    }
    const domain = apiDomain(name, whole.domain);
    const domainStack = new DomainStack(this, 'Domain', { zone, apiDomain: domain, terminationProtection });
    const data = new DataStack(this, 'Data', { retention, terminationProtection });
    // Without termination protection, CDK deletes the stack of a failed first deployment before it deploys again. The stack
    // holds no data.
    const quiz = new QuizStack(this, 'Quiz', {
      name,
      configuration,
      architecture: whole.architecture,
      apiDomain: domain,
      data,
    });
    quiz.addStackDependency(domainStack);
  }
}
