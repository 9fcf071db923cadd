import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { InvalidConfiguration, parse, read } from '../lib/configuration.ts';
import { ENVIRONMENTS, EXAMPLE, example, exampleInUse, type Json, temporaryDirectory } from './support.ts';

/** Returns the errors of a configuration; none if it is valid. */
function errors(json: unknown): string[] {
  return messageOf(() => parse('configuration.json', json)).filter((line) => line !== 'invalid configuration configuration.json:');
}

/** Returns the lines of the error that a function throws; none if it returns. */
function messageOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidConfiguration);
    return error.message.split('\n').map((line) => line.trim());
  }
}

/** Returns the example with another value at a path; `undefined` removes the value. */
function changed(path: string, value: unknown): Json {
  const whole: Json = JSON.parse(JSON.stringify(example()));
  const names = path.split('.');
  const last = names.pop()!;
  const place = names.reduce((part, name) => part[name], whole);
  place[last] = value;
  return JSON.parse(JSON.stringify(whole));
}

/** Returns the paths of all values. */
function paths(part: Json, path: string[] = []): string[] {
  const inner = typeof part === 'object' && !Array.isArray(part);
  const below = inner ? Object.entries(part).flatMap(([name, value]) => paths(value, [...path, name])) : [];
  return path.length === 0 ? below : [path.join('.'), ...below];
}

/** A label of a domain name has at most 63 characters. */
const LONG = `${'a'.repeat(64)}.org`;

/** Invalid values by path. */
const INVALID: Record<string, unknown[]> = {
  domain: ['', 'example', 'Example.org', 'example.org.', 'https://example.org', 'a b.org', '-a.org', LONG, `${'a.'.repeat(27)}long.org`, 12, null],
  zoneId: ['', 'example.org', 'z000000000000000exmp', '/hostedzone/Z0', 7, null],
  region: ['', 'europe', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu-wset-1', 'cn-north-1', 1],
  delegationTtlSeconds: [0, 59, 172_801, 300.5, '300', null],
  architecture: ['', 'arm', 'amd64', 'ARM64', null],
  'accounts.management': ['', '11111111111', '1111111111111', '11111111111x', 111_111_111_111, ' 111111111111'],
  'accounts.networking': ['', 'networking', 222_222_222_222],
  'accounts.deployment': ['', 'deployment', 333_333_333_333],
  'organisationalUnits.delivered': [[], 'ou-exmp-dev00000', {}],
  'organisationalUnits.others': [[], 'ou-exmp-dev00000', null],
  'organisationalUnits.delivered.0': ['', 'dev', 'ou-x', 'ou-exmp-DEV00000', 'ou-exmp-short', 1],
  'organisationalUnits.others.1': ['', 'tst', 'r-exmp', 'r-x', 'o-example000'],
  'source.connection': [
    '',
    'connection',
    'arn:aws:sns:eu-west-1:333333333333:alarms',
    'arn:aws:codeconnections:eu-west-1:333:connection/0',
    'arn:aws:codeconnections:eu-west-1:333333333333:',
    'arn:aws:codeconnections:eu-west-1:555555555555:connection/0',
  ],
  'source.repository': ['', 'quizcraft', 'example//craft', 'https://github.com/a/b', 'example/quiz craft'],
  'source.branch': ['', 1, null],
  'environments.tst.account': ['', 'tst', 444_444_444_444],
  'environments.dev.account': ['', '55555555555'],
  'environments.prd.account': ['', '6666666666666'],
  'environments.dev.zoneId': ['', 'dev.example.org', 'Z0000000-000', 7, null],
  'environments.dev.apiDomain': ['', 'api', 'https://api.dev.example.org', 'api.dev.example.org/quiz', 7, null],
  'environments.dev.nameServers': [[], ['ns-3.example.net'], 'ns-3.example.net', null],
  'environments.dev.nameServers.0': ['', 'ns_3.example.net', 'ns-3.example.net.', '10.0.0.1', 3],
  'environments.dev.issuer': [
    '',
    'id.example.org',
    'http://id.example.org/',
    'https://user@id.example.org/',
    'https://user:secret@id.example.org/',
    'https://id.example.org/?a=b',
    'https://id.example.org/#a',
    'ftp://localhost/',
    7,
  ],
  'environments.dev.audience': ['', '  ', 7],
  'environments.dev.origin': [
    '',
    '*',
    'null',
    'quiz.dev.example.org',
    'https://quiz.dev.example.org/',
    'https://quiz.dev.example.org/play',
    'https://QUIZ.dev.example.org',
    'https://quiz.dev.example.org:443',
    'ftp://quiz.dev.example.org',
  ],
  'environments.dev.emailClaim': ['', ' ', 7],
  'environments.dev.gamesPerHour': [-1, 0.5, '60', 4_294_967_296],
  'environments.dev.finishedGamesKeptDays': [-1, 0.5, '30', 4_294_967_296],
  'environments.dev.gamesPerPlayer': [-1, 0.5, '100', 4_294_967_296],
  'environments.dev.workerConcurrency': [0, 1, 1_001, 2.5, '2', null],
  'environments.dev.maxReadRequestUnits': [0, 99, 40_001, 100.5, '100', null],
  'environments.dev.maxWriteRequestUnits': [0, 249, 40_001, 250.5, '250', null],
  'environments.dev.tableKey': ['', 'aws', 'customer-managed', true, null],
  'environments.dev.monthlyBudget': [0, -1, 1_000_001, '50', null],
  'environments.dev.emailVerifiedClaim': ['', ' ', 7],
  'environments.dev.alarmTopic': [
    '',
    'alarms',
    'arn:aws:sqs:eu-west-1:555555555555:alarms',
    'arn:aws:sns:eu-west-1:555555555555:',
    'arn:aws:sns:eu-west-1:666666666666:alarms',
    'arn:aws:sns:eu-north-1:555555555555:alarms',
  ],
};

/** The optional values of an environment that the parsed example contains: they are given, or have a default. */
const OPTIONAL_IN_ENVIRONMENT = [
  'nameServers',
  'workerConcurrency',
  'maxReadRequestUnits',
  'maxWriteRequestUnits',
  'tableKey',
  'monthlyBudget',
];

/** The paths of optional values. */
const OPTIONAL = [
  'architecture',
  'delegationTtlSeconds',
  'environments.tst',
  ...ENVIRONMENTS.flatMap((name) => OPTIONAL_IN_ENVIRONMENT.map((value) => `environments.${name}.${value}`)),
];

test('the example is valid for either architecture', () => {
  assert.equal(read(EXAMPLE).architecture, 'arm64');
  for (const architecture of ['arm64', 'x86_64']) assert.deepEqual(errors({ ...example(), architecture }), []);
});

test('the invalid values cover every value of the example', () => {
  // All environments have the same schema.
  const kind = (path: string) => path.replace(/\.\d$/, '').replace(/^environments\.(tst|prd)/, 'environments.dev');
  const [covered, values] = [Object.keys(INVALID).map(kind), paths(example()).map(kind)];
  const groups = ['accounts', 'organisationalUnits', 'source', 'environments', 'environments.dev'];
  assert.deepEqual([...new Set(values)].filter((path) => ![...groups, ...covered].includes(path)), []);
});

for (const [path, values] of Object.entries(INVALID)) {
  test(`an invalid value of ${path} is reported with its path`, () => {
    for (const value of values) {
      const reported = errors(changed(path, value));
      const [named, others] = [reported.filter((error) => error.startsWith(`${path}: `)), reported.filter(isIndependent)];
      assert.ok(named.length > 0, `${JSON.stringify(value)}: ${reported.join('; ')}`);
      assert.deepEqual(others.filter((error) => !named.includes(error)), [], JSON.stringify(value));
    }
  });
}

/** Returns whether an error is not a consequence of another one: values contradict a wrong account, region or domain. */
function isIndependent(error: string): boolean {
  return !/^(environments\.\w+\.(alarmTopic|nameServers)|source\.connection): must (be in|not be combined)/.test(error);
}

test('a missing value is reported with its path', () => {
  const needed = paths(example()).filter((path) => !OPTIONAL.includes(path));
  assert.ok(needed.length > 25);
  for (const path of needed) {
    const reported = errors(changed(path, undefined));
    assert.equal(reported.length, 1, path);
    assert.ok(reported[0]!.startsWith(`${path}: `), reported[0]);
  }
});

test('optional values may be absent', () => {
  for (const path of OPTIONAL) assert.deepEqual(errors(changed(path, undefined)), [], path);
});

test('unknown fields are rejected everywhere', () => {
  const groups = ['', 'accounts.', 'organisationalUnits.', 'source.', 'environments.', 'environments.dev.'];
  for (const group of groups) {
    const reported = errors(changed(`${group}colour`, 'red'));
    assert.equal(reported.length, 1, group);
    assert.ok(reported[0]!.startsWith(`${group.slice(0, -1) || '(root)'}: `), reported[0]);
    assert.match(reported[0]!, /"colour"/);
  }
});

test('all errors are reported at once', () => {
  const whole = changed('domain', 'Example');
  whole.region = 'europe';
  delete whole.accounts.networking;
  whole.environments.dev.origin = '*';
  whole.environments.prd.colour = 'red';
  whole.environments.tst.nameServers = [];
  const reported = errors(whole).filter(isIndependent).map((error) => error.split(':')[0]);
  assert.deepEqual(reported.sort(), [
    'accounts.networking',
    'domain',
    'environments.dev.origin',
    'environments.prd',
    'environments.tst.nameServers',
    'region',
  ]);
});

test('the example for accounts in use is valid, and bootstraps may have any qualifier', () => {
  assert.deepEqual(errors(inUse()), []);
  for (const qualifier of ['', 'a b', 'elevenchars', 7, null]) {
    const reported = errors({ ...inUse(), existingBootstrap: { qualifier } });
    assert.equal(reported.length, 1);
    assert.ok(reported[0]!.startsWith('existingBootstrap.qualifier: '), reported[0]);
  }
  const bootstrap = parse('the test', { ...inUse(), existingBootstrap: {} }).existingBootstrap;
  assert.deepEqual(bootstrap, { qualifier: 'hnb659fds' });
});

/** Returns the example for accounts in use as JSON. */
function inUse(): Json {
  return JSON.parse(JSON.stringify(exampleInUse()));
}

test('the secret of the smoke test is in the deployment account', () => {
  const secret = (place: string) => ({ ...example(), smokeTest: { tokenRequest: `arn:aws:secretsmanager:${place}:secret:smoke/test-AbCdEf` } });
  assert.deepEqual(errors(secret('eu-west-1:333333333333')), []);
  for (const place of ['eu-west-1:555555555555', 'eu-north-1:333333333333']) {
    assert.deepEqual(errors(secret(place)), ['smokeTest.tokenRequest: must be in the region and the deployment account']);
  }
  for (const tokenRequest of ['', 'smoke-test', 'arn:aws:secretsmanager:eu-west-1:333333333333:secret:smoke-test', 7, null]) {
    const reported = errors({ ...example(), smokeTest: { tokenRequest } }).filter((error) => !error.includes(': must be in'));
    assert.equal(reported.length, 1);
    assert.ok(reported[0]!.startsWith('smokeTest.tokenRequest: '), reported[0]);
  }
});

test('accounts that are bootstrapped already have neither units nor a management account', () => {
  const { organisationalUnits, accounts } = example();
  assert.deepEqual(errors({ ...inUse(), organisationalUnits }), [
    'organisationalUnits: must not be combined with existingBootstrap, for which no stack sets are created',
  ]);
  assert.deepEqual(errors({ ...inUse(), accounts }), []);
});

test('without an existing bootstrap, units and the management account are required', () => {
  const { existingBootstrap: _, ...whole } = inUse();
  assert.deepEqual(errors(whole).map((error) => error.split(':')[0]).sort(), ['accounts.management', 'organisationalUnits']);
});

test('the networking account is required for a new zone of the domain and for delegations', () => {
  const whole = inUse();
  delete whole.accounts.networking;
  // The zone of the domain exists, but tst is delegated to.
  assert.deepEqual(errors(whole).map((error) => error.split(':')[0]), ['accounts.networking']);
  delete whole.environments.tst.nameServers;
  assert.deepEqual(errors(whole), []);
  // The zone of tst is new, so that of the domain is, too.
  delete whole.zoneId;
  assert.deepEqual(errors(whole).map((error) => error.split(':')[0]), ['accounts.networking']);
  whole.environments.tst.zoneId = 'Z0';
  assert.deepEqual(errors(whole), []);
});

test('an existing custom domain has no other routing', () => {
  const whole = inUse();
  Object.assign(whole.environments.dev, { zoneId: 'Z0', nameServers: ['ns-1.example.net', 'ns-2.example.net'] });
  whole.environments.prd = { ...whole.environments.prd, apiDomain: 'api.dev.example.org', zoneId: undefined };
  const twice = 'apiDomain: must not be the domain of another environment';
  const records = 'must not be combined with apiDomain, whose records exist already';
  assert.deepEqual(errors(JSON.parse(JSON.stringify(whole))).sort(), [
    `environments.dev.${twice}`,
    `environments.dev.nameServers: ${records}`,
    `environments.dev.zoneId: ${records}`,
    `environments.prd.${twice}`,
  ]);
});

test('a domain may have any top-level domain', () => {
  for (const domain of ['example.org', 'quiz.example.co.uk', 'xn--e1afmkfd.xn--p1ai']) {
    assert.deepEqual(errors(changed('domain', domain)), [], domain);
  }
});

test('an issuer on loopback may use http', () => {
  for (const issuer of ['http://127.0.0.1:8080', 'http://localhost:8080/']) {
    assert.deepEqual(errors(changed('environments.dev.issuer', issuer)), [], issuer);
  }
});

test('a unit must not be both in delivered and in others', () => {
  const reported = errors(changed('organisationalUnits.others', ['ou-exmp-dev00000']));
  assert.equal(reported.length, 1);
  assert.ok(reported[0]!.startsWith('organisationalUnits.others: '), reported[0]);
});

test('an account of an environment must not be used for anything else', () => {
  for (const path of ['accounts.networking', 'environments.prd.account']) {
    const reported = errors(changed(path, '555555555555')).filter(isIndependent);
    assert.ok(reported.includes('environments.dev.account: must not be used for anything else'), reported.join('; '));
  }
});

test('the issuer is not normalised', () => {
  const issuer = 'https://id.dev.example.org';
  assert.equal(parse('the test', changed('environments.dev.issuer', issuer)).environments.dev.issuer, issuer);
});

test('JSON that is not an object is rejected', () => {
  for (const json of [null, [], 'configuration', 7]) {
    const reported = errors(json);
    assert.equal(reported.length, 1);
    assert.ok(reported[0]!.startsWith('(root): '), reported[0]);
  }
});

test('the error about a missing or malformed file contains its name', () => {
  const missing = join(temporaryDirectory(), 'missing.json');
  const broken = join(temporaryDirectory(), 'broken.json');
  writeFileSync(broken, '{"domain": ');
  for (const [file, reason] of [[missing, /ENOENT/], [broken, /JSON/]] as const) {
    const [first, second] = messageOf(() => read(file));
    assert.equal(first, `invalid configuration ${file}:`);
    assert.match(second!, /^cannot read the file: /);
    assert.match(second!, reason);
  }
});
