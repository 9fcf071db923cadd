// Names and certificates: who finds the API of an environment where.
//
// The zone of the domain is in the networking account, and delegates one zone to each environment.

import { CfnOutput, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnApiMapping, DomainName, type HttpStage, type IHttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, type IHostedZone, NsRecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Configuration, EnvironmentName } from './configuration.ts';

/** Where the quiz stands below the domain of all APIs. */
export const MAPPING_KEY = 'quiz/v1';

/** Where all APIs of an environment are. */
export function apiDomain(environment: EnvironmentName, domain: string): string {
  return `api.${environment}.${domain}`;
}

/** The zone of an environment. Its name servers are to be told to the networking account. */
export class ZoneStack extends Stack {
  readonly zone: IHostedZone;

  constructor(scope: Construct, id: string, props: StackProps & { zoneName: string }) {
    super(scope, id, props);
    const zone = new HostedZone(this, 'HostedZone', { zoneName: props.zoneName });
    this.zone = zone;
    new CfnOutput(this, 'NameServers', {
      description: 'What the configuration names as nameServers of this environment',
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
    });
  }
}

/** The domain of all APIs of an environment. Its certificate waits until the zone is delegated to. */
export class DomainStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { zone: IHostedZone; apiDomain: string }) {
    super(scope, id, props);
    const { zone, apiDomain } = props;
    const certificate = new Certificate(this, 'Certificate', {
      domainName: `*.${zone.zoneName}`,
      certificateName: `APIs of ${zone.zoneName}`,
      validation: CertificateValidation.fromDns(zone),
    });
    const domainName = new DomainName(this, 'DomainName', {
      domainName: apiDomain,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const { regionalDomainName, regionalHostedZoneId } = domainName;
    new ARecord(this, 'ApiRecord', {
      zone,
      recordName: `${apiDomain}.`,
      target: RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId)),
    });
  }
}

/** Puts an API below the domain of all APIs. Another API beside it takes another key. */
export function mapApi(scope: Construct, apiDomain: string, api: IHttpApi, stage: HttpStage, key: string): void {
  const own = new Construct(scope, `ApiMapping-${key.replaceAll('/', '-')}`);
  const mapping = new CfnApiMapping(own, 'Resource', {
    apiId: api.apiId,
    stage: stage.stageName,
    domainName: apiDomain,
    apiMappingKey: key,
  });
  mapping.node.addDependency(stage);
}

/** The zone of the domain, which delegates to those of the environments. */
export class NetworkStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { configuration: Configuration }) {
    super(scope, id, props);
    const { domain, environments } = props.configuration;
    const zone = new HostedZone(this, 'HostedZone', { zoneName: domain });
    for (const [name, environment] of Object.entries(environments)) {
      if (environment?.nameServers !== undefined) {
        new NsRecord(this, `Delegation-${name}`, {
          zone,
          recordName: `${name}.${domain}.`,
          values: environment.nameServers.map((server) => `${server}.`),
          ttl: Duration.days(2),
        });
      }
    }
    new CfnOutput(this, 'NameServers', {
      description: 'What the registrar of the domain is to be told',
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
    });
  }
}
