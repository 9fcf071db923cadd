import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { InvalidConfiguration, parse, read } from '../lib/configuration.ts';
import { EXAMPLE } from './sources.ts';
import { example, folder, type Json } from './support.ts';

/** What is said of a configuration: nothing, if nothing is wrong with it. */
function faults(given: unknown): string[] {
  return said(() => parse('configuration.json', given)).filter((line) => line !== 'configuration.json will not do:');
}

function said(reading: () => unknown): string[] {
  try {
    reading();
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidConfiguration);
    return error.message.split('\n').map((line) => line.trim());
  }
}

/** The example with another value at a path, or with nothing there. */
function changed(path: string, value: unknown): Json {
  const whole: Json = JSON.parse(JSON.stringify(example()));
  const names = path.split('.');
  const last = names.pop()!;
  const place = names.reduce((part, name) => part[name], whole);
  place[last] = value;
  return JSON.parse(JSON.stringify(whole));
}

/** The paths of all values. */
function paths(part: Json, path: string[] = []): string[] {
  const inner = typeof part === 'object' && !Array.isArray(part);
  const below = inner ? Object.entries(part).flatMap(([name, value]) => paths(value, [...path, name])) : [];
  return path.length === 0 ? below : [path.join('.'), ...below];
}

/** No part of a name may be as long as this. */
const LONG = `${'a'.repeat(64)}.org`;

/** What will not do, by where it stands. */
const BAD: Record<string, unknown[]> = {
  domain: ['', 'example', 'Example.org', 'example.org.', 'https://example.org', 'a b.org', '-a.org', LONG, `${'a.'.repeat(27)}long.org`, 12, null],
  region: ['', 'europe', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu-wset-1', 'cn-north-1', 1],
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

/** What need not be there. */
const OPTIONAL = [
  'architecture',
  'environments.tst',
  'environments.tst.nameServers',
  'environments.dev.nameServers',
  'environments.prd.nameServers',
];

test('the example is a configuration, and so is one for another machine', () => {
  assert.equal(read(EXAMPLE).architecture, 'arm64');
  for (const architecture of ['arm64', 'x86_64']) assert.deepEqual(faults({ ...example(), architecture }), []);
});

test('every value of the example has a look of its own', () => {
  // Environments are alike.
  const kind = (path: string) => path.replace(/\.\d$/, '').replace(/^environments\.(tst|prd)/, 'environments.dev');
  const [looked, values] = [Object.keys(BAD).map(kind), paths(example()).map(kind)];
  const groups = ['accounts', 'organisationalUnits', 'source', 'environments', 'environments.dev'];
  assert.deepEqual([...new Set(values)].filter((path) => ![...groups, ...looked].includes(path)), []);
});

for (const [path, values] of Object.entries(BAD)) {
  test(`a value that will not do for ${path} is named by its path`, () => {
    for (const value of values) {
      const told = faults(changed(path, value));
      const [named, others] = [told.filter((fault) => fault.startsWith(`${path}: `)), told.filter(isOfItsOwn)];
      assert.ok(named.length > 0, `${JSON.stringify(value)}: ${told.join('; ')}`);
      assert.deepEqual(others.filter((fault) => !named.includes(fault)), [], JSON.stringify(value));
    }
  });
}

/** Where an account or a region is wrong, a topic or a connection that is in the right one is wrong, too. */
function isOfItsOwn(fault: string): boolean {
  return !/^(environments\.\w+\.alarmTopic|source\.connection): is in another/.test(fault);
}

test('a value that is missing is named by its path', () => {
  const needed = paths(example()).filter((path) => !OPTIONAL.includes(path));
  assert.ok(needed.length > 25);
  for (const path of needed) {
    const told = faults(changed(path, undefined));
    assert.equal(told.length, 1, path);
    assert.ok(told[0]!.startsWith(`${path}: `), told[0]);
  }
});

test('what need not be there may be left out', () => {
  for (const path of OPTIONAL) assert.deepEqual(faults(changed(path, undefined)), [], path);
});

test('an unknown name is refused, wherever it stands', () => {
  const groups = ['', 'accounts.', 'organisationalUnits.', 'source.', 'environments.', 'environments.dev.'];
  for (const group of groups) {
    const told = faults(changed(`${group}colour`, 'red'));
    assert.equal(told.length, 1, group);
    assert.ok(told[0]!.startsWith(`${group.slice(0, -1) || 'the whole'}: `), told[0]);
    assert.match(told[0]!, /"colour"/);
  }
});

test('all faults are told at once', () => {
  const whole = changed('domain', 'Example');
  whole.region = 'europe';
  delete whole.accounts.networking;
  whole.environments.dev.origin = '*';
  whole.environments.prd.colour = 'red';
  whole.environments.tst.nameServers = [];
  const told = faults(whole).filter(isOfItsOwn).map((fault) => fault.split(':')[0]);
  assert.deepEqual(told.sort(), [
    'accounts.networking',
    'domain',
    'environments.dev.origin',
    'environments.prd',
    'environments.tst.nameServers',
    'region',
  ]);
});

test('a domain may be of any top-level name', () => {
  for (const domain of ['example.org', 'quiz.example.co.uk', 'xn--e1afmkfd.xn--p1ai']) {
    assert.deepEqual(faults(changed('domain', domain)), [], domain);
  }
});

test('tokens of an issuer on this machine are good without TLS, for trying things out', () => {
  for (const issuer of ['http://127.0.0.1:8080', 'http://localhost:8080/']) {
    assert.deepEqual(faults(changed('environments.dev.issuer', issuer)), [], issuer);
  }
});

test('a unit is either delivered to, or not', () => {
  const told = faults(changed('organisationalUnits.others', ['ou-exmp-dev00000']));
  assert.equal(told.length, 1);
  assert.ok(told[0]!.startsWith('organisationalUnits.others: '), told[0]);
});

test('an account is that of one thing only', () => {
  for (const path of ['accounts.networking', 'environments.prd.account']) {
    const told = faults(changed(path, '555555555555')).filter(isOfItsOwn);
    assert.ok(told.includes('environments.dev.account: is that of something else, too'), told.join('; '));
  }
});

test('the issuer is taken to the letter', () => {
  const issuer = 'https://id.dev.example.org';
  assert.equal(parse('the test', changed('environments.dev.issuer', issuer)).environments.dev.issuer, issuer);
});

test('what is no configuration at all is refused', () => {
  for (const given of [null, [], 'configuration', 7]) {
    const told = faults(given);
    assert.equal(told.length, 1);
    assert.ok(told[0]!.startsWith('the whole: '), told[0]);
  }
});

test('a file that is not there, or no JSON, is named', () => {
  const missing = join(folder(), 'missing.json');
  const broken = join(folder(), 'broken.json');
  writeFileSync(broken, '{"domain": ');
  for (const [file, reason] of [[missing, /ENOENT/], [broken, /JSON/]] as const) {
    const [first, second] = said(() => read(file));
    assert.equal(first, `${file} will not do:`);
    assert.match(second!, /^it cannot be read: /);
    assert.match(second!, reason);
  }
});
