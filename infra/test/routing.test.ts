import assert from 'node:assert/strict';
import { test } from 'node:test';

import { command } from './command.ts';
import {
  all,
  assemblyOf,
  ENVIRONMENTS,
  example,
  type Json,
  only,
  quizOf,
  readable,
  stackOf,
  templateOf,
} from './support.ts';

for (const environment of ENVIRONMENTS) {
  const domain = templateOf(`${environment}/Domain`);
  const zone = `${environment}.example.org`;

  test(`${environment} has the zone ${zone} and outputs its name servers`, () => {
    const template = templateOf(`${environment}/Zone`);
    assert.equal(only(template, 'AWS::Route53::HostedZone').Properties.Name, `${zone}.`);
    const [id] = Object.keys(template.findResources('AWS::Route53::HostedZone'));
    const value = { 'Fn::Join': [' ', { 'Fn::GetAtt': [id, 'NameServers'] }] };
    assert.deepEqual(template.toJSON()['Outputs'].NameServers.Value, value);
  });

  test(`the certificate of ${environment} covers all names of the zone and is validated by DNS`, () => {
    const { DomainName, ValidationMethod, DomainValidationOptions } = only(domain, CERTIFICATE).Properties;
    assert.equal(DomainName, `*.${zone}`);
    assert.equal(ValidationMethod, 'DNS');
    const [option, ...others] = DomainValidationOptions;
    assert.equal(option.DomainName, `*.${zone}`);
    assertOwnZone(option.HostedZoneId);
    assert.deepEqual(others, []);
  });

  test(`the custom domain of ${environment} is api.${zone}, with that certificate and TLS 1.2 or newer`, () => {
    const { DomainName, DomainNameConfigurations } = only(domain, DOMAIN_NAME).Properties;
    assert.equal(DomainName, `api.${zone}`);
    const [certificate] = Object.keys(domain.findResources(CERTIFICATE));
    assert.deepEqual(DomainNameConfigurations, [
      { CertificateArn: { Ref: certificate }, EndpointType: 'REGIONAL', IpAddressType: 'dualstack', SecurityPolicy: 'TLS_1_2' },
    ]);
  });

  test(`the records of api.${zone} for IPv4 and IPv6 point to the custom domain`, () => {
    const records = all(domain, 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
    assert.deepEqual(records.map(({ Type }) => Type).sort(), ['A', 'AAAA']);
    for (const { Name, AliasTarget, HostedZoneId } of records) {
      assert.equal(Name, `api.${zone}.`);
      assert.equal(readable(domain, AliasTarget.DNSName), 'DomainName.RegionalDomainName');
      assert.equal(readable(domain, AliasTarget.HostedZoneId), 'DomainName.RegionalHostedZoneId');
      assertOwnZone(HostedZoneId);
    }
  });

  test(`the quiz of ${environment} is mapped to quiz/v1 of the custom domain and deployed after it`, () => {
    const quiz = quizOf(environment);
    const { ApiMappingKey, DomainName, ApiId, Stage } = only(quiz, MAPPING).Properties;
    assert.deepEqual([ApiMappingKey, DomainName], ['quiz/v1', `api.${zone}`]);
    assert.equal(readable(quiz, ApiId), 'Api/HttpApi');
    assert.equal(Stage, only(quiz, 'AWS::ApiGatewayV2::Stage').Properties.StageName);
    const before = stackOf(`${environment}/Quiz`).dependencies.map(({ id }) => id);
    assert.ok(before.includes(stackOf(`${environment}/Domain`).id), `deployed after ${before}`);
    assert.equal(quiz.toJSON()['Outputs'].Url.Value, `https://api.${zone}/quiz/v1`);
  });

  test(`all stacks of ${environment} are in its account and region`, () => {
    const everywhere = assemblyOf().stacksRecursively;
    const stacks = everywhere.filter(({ hierarchicalId }) => hierarchicalId.startsWith(`${environment}/`));
    assert.equal(stacks.length, 4);
    for (const { environment: place } of stacks) {
      assert.deepEqual([place.account, place.region], [example().environments[environment]!.account, 'eu-west-1']);
    }
  });

  /** Asserts that a value is the id of the zone that the environment's own stack creates. */
  function assertOwnZone(value: Json): void {
    assert.match(value['Fn::ImportValue'], new RegExp(`^${environment}-Zone:`));
    assert.equal(readable(domain, value), 'HostedZone');
  }
}

const CERTIFICATE = 'AWS::CertificateManager::Certificate';
const DOMAIN_NAME = 'AWS::ApiGatewayV2::DomainName';
const MAPPING = 'AWS::ApiGatewayV2::ApiMapping';

/** Returns the NS records in the zone of the domain. */
function delegations(configuration = example()): Record<string, string[]> {
  const network = templateOf('QuizCraft-Network', configuration);
  const [zone] = Object.keys(network.findResources('AWS::Route53::HostedZone'));
  const records = all(network, 'AWS::Route53::RecordSet').map(({ Properties }): [string, string[]] => {
    assert.equal(Properties.Type, 'NS');
    assert.deepEqual(Properties.HostedZoneId, { Ref: zone });
    return [Properties.Name, Properties.ResourceRecords];
  });
  return Object.fromEntries(records);
}

test('the zone of the domain is in the networking account and outputs its name servers', () => {
  assert.equal(stackOf('QuizCraft-Network').environment.account, '222222222222');
  const network = templateOf('QuizCraft-Network');
  assert.equal(only(network, 'AWS::Route53::HostedZone').Properties.Name, 'example.org.');
  const [id] = Object.keys(network.findResources('AWS::Route53::HostedZone'));
  const value = { 'Fn::Join': [' ', { 'Fn::GetAtt': [id, 'NameServers'] }] };
  assert.deepEqual(network.toJSON()['Outputs'].NameServers.Value, value);
});

test('the zone of the domain is protected from deletion and outlives its stack', () => {
  assert.equal(stackOf('QuizCraft-Network').terminationProtection, true);
  const { DeletionPolicy, UpdateReplacePolicy } = only(templateOf('QuizCraft-Network'), 'AWS::Route53::HostedZone');
  assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], ['Retain', 'Retain']);
});

/** Returns the times to live of all NS records in the zone of the domain. */
function delegationTtls(configuration = example()): string[] {
  return all(templateOf('QuizCraft-Network', configuration), 'AWS::Route53::RecordSet').map(({ Properties }) => Properties.TTL);
}

test('wrong name servers of an environment last for five minutes, until the operator configures two days', () => {
  assert.deepEqual(delegationTtls(), ['300', '300', '300']);
  const later = { ...example(), delegationTtlSeconds: 172_800 };
  assert.deepEqual(delegationTtls(later), ['172800', '172800', '172800']);
});

test('the zone of the domain delegates to the name servers of each environment', () => {
  assert.deepEqual(delegations(), {
    'tst.example.org.': ['ns-1.example.net.', 'ns-2.example.net.'],
    'dev.example.org.': ['ns-3.example.net.', 'ns-4.example.net.'],
    'prd.example.org.': ['ns-5.example.net.', 'ns-6.example.net.'],
  });
});

test('an environment without name servers has only its zone, and no delegation', () => {
  const configuration = example();
  delete configuration.environments.dev.nameServers;
  const paths = assemblyOf(configuration).stacksRecursively.map(({ hierarchicalId }) => hierarchicalId);
  assert.deepEqual(paths.filter((path) => /(^|\/)dev\//.test(path)).sort(), ['dev/Zone']);
  assert.equal(only(templateOf('dev/Zone', configuration), 'AWS::Route53::HostedZone').Properties.Name, 'dev.example.org.');
  assert.deepEqual(Object.keys(delegations(configuration)).sort(), ['prd.example.org.', 'tst.example.org.']);
});

test('an environment that is not configured has no stacks', () => {
  const configuration = example();
  delete configuration.environments.tst;
  const paths = assemblyOf(configuration).stacksRecursively.map(({ hierarchicalId }) => hierarchicalId);
  assert.deepEqual(paths.filter((path) => path.startsWith('tst/')), []);
  assert.deepEqual(Object.keys(delegations(configuration)).sort(), ['dev.example.org.', 'prd.example.org.']);
});

test('another API can be mapped to the same custom domain', () => {
  const { status, templates } = command({}, 'examples/another-api.ts');
  assert.equal(status, 0);
  const resources = Object.values(templates).flatMap(({ Resources }) => Object.values<Json>(Resources));
  const mappings = resources.filter(({ Type }) => Type === MAPPING).map(({ Properties }) => Properties);
  assert.equal(mappings.length, 1);
  assert.equal(mappings[0].DomainName, only(quizOf('dev'), MAPPING).Properties.DomainName);
  assert.notEqual(mappings[0].ApiMappingKey, 'quiz/v1');
  const logs = resources.filter(({ Type }) => Type === 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.LogGroupName);
  assert.deepEqual(logs, ['/aws/vendedlogs/board/access']);
});
