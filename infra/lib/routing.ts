// DNS zones, certificates and custom domains.
//
// The zone of the domain is in the networking account. It delegates one zone to each environment.

import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnApiMapping, type CfnDomainName, DomainName, type HttpStage, type IHttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, type HostedZoneAttributes, type IHostedZone, NsRecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Configuration, EnvironmentName } from './configuration.ts';

/** The mapping key of the quiz: its base path under the custom domain. */
export const MAPPING_KEY = 'quiz/v1';

/** Returns the custom domain of all APIs of an environment. */
export function apiDomain(environment: EnvironmentName, { domain, environments }: Configuration): string {
  return environments[environment]?.apiDomain ?? `api.${environment}.${domain}`;
}

/** The zone of an environment. The zone of the domain delegates to its name servers. */
export class ZoneStack extends Stack {
  readonly zone: IHostedZone;

  constructor(scope: Construct, id: string, props: StackProps & { zoneName: string }) {
    super(scope, id, props);
    const zone = new HostedZone(this, 'HostedZone', { zoneName: props.zoneName });
    this.zone = zone;
    new CfnOutput(this, 'NameServers', {
      description: 'Copy to nameServers of this environment in the configuration',
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
    });
  }
}

export interface DomainStackProps extends StackProps {
  /** The zone of the environment's own stack, or an existing one. */
  readonly zone: IHostedZone | HostedZoneAttributes;
  readonly apiDomain: string;
}

/** The custom domain of all APIs of an environment. Deployment waits for the certificate until the zone is delegated. */
export class DomainStack extends Stack {
  constructor(scope: Construct, id: string, props: DomainStackProps) {
    super(scope, id, props);
    const { apiDomain } = props;
    const zone = 'hostedZoneArn' in props.zone ? props.zone : HostedZone.fromHostedZoneAttributes(this, 'HostedZone', props.zone);
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
    // The construct lacks the property. Without it, the domain has no IPv6 addresses.
    (domainName.node.defaultChild as CfnDomainName).addPropertyOverride('DomainNameConfigurations.0.IpAddressType', 'dualstack');
    const { regionalDomainName, regionalHostedZoneId } = domainName;
    const target = RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId));
    const record = { zone, recordName: `${apiDomain}.`, target };
    new ARecord(this, 'ApiRecord', record);
    new AaaaRecord(this, 'ApiRecordV6', record);
  }
}

/** Maps an API to a base path of the custom domain. Each API needs its own mapping key. */
export function mapApi(scope: Construct, apiDomain: string, api: IHttpApi, stage: HttpStage, key: string): void {
  const parent = new Construct(scope, `ApiMapping-${key.replaceAll('/', '-')}`);
  const mapping = new CfnApiMapping(parent, 'Resource', {
    apiId: api.apiId,
    stage: stage.stageName,
    domainName: apiDomain,
    apiMappingKey: key,
  });
  mapping.node.addDependency(stage);
}

/** The zone of the domain, which delegates to the zones of the environments: a new one, which outlives its stack, or an existing one. */
export class NetworkStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { configuration: Configuration }) {
    super(scope, id, props);
    const { domain, environments, delegationTtlSeconds, zoneId } = props.configuration;
    const zone = zoneId === undefined
      ? this.newZone(domain)
      : HostedZone.fromHostedZoneAttributes(this, 'HostedZone', { hostedZoneId: zoneId, zoneName: domain });
    for (const [name, environment] of Object.entries(environments)) {
      if (environment?.nameServers !== undefined) {
        new NsRecord(this, `Delegation-${name}`, {
          zone,
          recordName: `${name}.${domain}.`,
          values: environment.nameServers.map((server) => `${server}.`),
          // The NS record within the zone of the environment is Route 53's own, with two days. Resolvers see it only after the
          // delegation has led them to that zone.
          ttl: Duration.seconds(delegationTtlSeconds),
        });
      }
    }
  }

  private newZone(zoneName: string): IHostedZone {
    const zone = new HostedZone(this, 'HostedZone', { zoneName });
    // A new zone gets other name servers, which must be entered at the registrar. Until resolvers forget the former ones,
    // no name of the domain is found.
    zone.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(this, 'NameServers', {
      description: 'Enter these name servers at the registrar, unless the domain is in use with others',
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
    });
    return zone;
  }
}
