// One environment in its own account: zone, domain, data and quiz.

import { type Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { synthesizerFor } from './bootstrap-roles.ts';
import { type Configuration, type EnvironmentName, hasApi } from './configuration.ts';
import { DataStack } from './data-stack.ts';
import { QuizStack } from './quiz-stack.ts';
import { retentionOf } from './retention.ts';
import { apiDomain, DomainStack, ZoneStack } from './routing.ts';

export class Environment extends Stage {
  constructor(scope: Construct, private readonly name: EnvironmentName, private readonly whole: Configuration) {
    const configuration = whole.environments[name];
    if (configuration === undefined) {
      throw new Error(`environment not found in the configuration: ${name}`);
    }
    super(scope, name, { env: { account: configuration.account, region: whole.region } });
    const domain = this.addDomain();
    if (!hasApi(configuration)) {
      return;
    }
    const data = new DataStack(this, 'Data', { ...this.stackProps(), retention: retentionOf(name), configuration });
    const quiz = new QuizStack(this, 'Quiz', {
      ...this.stackProps(),
      // CDK deletes the stack of a failed first deployment before it deploys again, unless the stack is protected. The stack
      // holds no data.
      terminationProtection: false,
      name,
      configuration,
      architecture: whole.architecture,
      apiDomain: apiDomain(name, whole),
      data,
    });
    if (domain !== undefined) {
      quiz.addStackDependency(domain);
    }
  }

  /** Adds the zone and the custom domain, unless they exist already. Returns the stack of the custom domain. */
  private addDomain(): Stack | undefined {
    const { apiDomain: existing, nameServers, zoneId } = this.whole.environments[this.name]!;
    if (existing !== undefined) {
      return undefined;
    }
    const zoneName = `${this.name}.${this.whole.domain}`;
    const zone = zoneId === undefined
      ? new ZoneStack(this, 'Zone', { ...this.stackProps(), zoneName }).zone
      : { hostedZoneId: zoneId, zoneName };
    if (zoneId === undefined && nameServers === undefined) {
      // Without delegation, resolvers do not find the records that validate the certificate.
      return undefined;
    }
    return new DomainStack(this, 'Domain', { ...this.stackProps(), zone, apiDomain: apiDomain(this.name, this.whole) });
  }

  private stackProps() {
    const terminationProtection = retentionOf(this.name) === 'retained';
    return { terminationProtection, synthesizer: synthesizerFor(this.whole) };
  }
}
