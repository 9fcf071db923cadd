// Everything that differs from one owner of the accounts to the next: read from one file, and looked
// at before anything is synthesised.

import { readFileSync } from 'node:fs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';

/** Those of China and of governments have other names for everything. */
const REGIONS = new Set(RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name));

const account = z.string().regex(/^\d{12}$/, 'is no account: 12 digits');
const region = z
  .string()
  .refine((name) => REGIONS.has(name), 'is no region that everybody may use, such as eu-west-1');
const hostname = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/, 'is no name of a domain, in small letters');
const unit = z.string().regex(/^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/, 'is no organisational unit');

/** An ARN of a service, which may have two names, with something behind the account. */
function arn(...services: string[]) {
  const pattern = new RegExp(`^arn:aws:(${services.join('|')}):[a-z0-9-]+:\\d{12}:[^\\s:]+$`);
  return z.string().regex(pattern, `is no ARN of ${services.join(' or ')}`);
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A URL without a user, a query or a fragment; http will do on loopback, of which only an emulator knows. */
const issuer = z.string().refine((text) => {
  const url = parsed(text);
  if (url === undefined || url.username || url.password || url.search || url.hash) {
    return false;
  }
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname));
}, 'is no https URL of an issuer');

/** What a browser sends as the origin of a page: nothing behind host and port. */
const origin = z.string().refine((text) => {
  const url = parsed(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text;
}, 'is no origin, such as https://quiz.example.org');

const environment = z.strictObject({
  /** The account that has this environment, and nothing else. */
  account,
  /** Those of the environment's zone, once it is there: without them only the zone is made. */
  nameServers: z.array(hostname).min(2).optional(),
  /** Whose tokens are good, to the letter as they name it. */
  issuer,
  /** Whom the tokens are for. */
  audience: z.string().trim().min(1, 'is empty'),
  /** Where the pages come from that call the API. */
  origin,
  /** The topic that is told of alarms. */
  alarmTopic: arn('sns'),
  /** The claim of a token that tells the player's address, if not `email`. */
  emailClaim: z.string().trim().min(1, 'is empty').optional(),
  /** The claim that tells whether the issuer vouches for it, if not `email_verified`. */
  emailVerifiedClaim: z.string().trim().min(1, 'is empty').optional(),
});

/** The first name of a certificate has 64 characters at most: `*.prd.` and the domain. */
const MAX_DOMAIN = 58;

const values = z.strictObject({
  /** The apex of all environments: the API of dev is at api.dev.DOMAIN. */
  domain: hostname.max(MAX_DOMAIN, `is longer than ${MAX_DOMAIN} characters, of which no certificate could be made`),
  region,
  /** What the functions run on, and are built on. Arm costs a fifth less. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  accounts: z.strictObject({
    /** That of the organisation, where stack sets are made. */
    management: account,
    /** Where the zone of the domain is. */
    networking: account,
    /** Where the pipeline is. */
    deployment: account,
  }),
  /** Units whose accounts are bootstrapped. None of them may lie within another. */
  organisationalUnits: z.strictObject({
    /** Those of accounts to which the deployment account may deploy: dev and prd. */
    delivered: z.array(unit).min(1),
    /** Those of all other accounts. */
    others: z.array(unit).min(1),
  }),
  source: z.strictObject({
    /** The connection to where the code is. */
    connection: arn('codeconnections', 'codestar-connections'),
    repository: z.string().regex(/^[\w.-]+(\/[\w.-]+)+$/, 'is no repository: owner/name'),
    branch: z.string().trim().min(1, 'is empty'),
  }),
  environments: z.strictObject({
    /** Where developers deploy by hand. */
    tst: environment.optional(),
    dev: environment,
    prd: environment,
  }),
});

/** Values that will do by themselves, and not with each other. */
function disagreements(whole: z.infer<typeof values>): { path: string[]; message: string }[] {
  const { accounts, environments, organisationalUnits, region, source } = whole;
  const named = Object.entries(environments);
  const all = [...named.map(([, { account }]) => account), ...Object.values(accounts)];
  const faults = named.flatMap(([name, { account, alarmTopic }]) => [
    !alarmTopic.includes(`:${region}:${account}:`) && {
      path: ['environments', name, 'alarmTopic'],
      message: 'is in another region or account than the environment',
    },
    all.filter((other) => other === account).length > 1 && {
      path: ['environments', name, 'account'],
      message: 'is that of something else, too',
    },
  ]);
  return [
    ...faults,
    !source.connection.includes(`:${accounts.deployment}:`) && {
      path: ['source', 'connection'],
      message: 'is in another account than the pipeline',
    },
    organisationalUnits.delivered.some((unit) => organisationalUnits.others.includes(unit)) && {
      path: ['organisationalUnits', 'others'],
      message: 'has a unit that is among the delivered ones, too',
    },
  ].filter((fault) => fault !== false);
}

const configuration = values.superRefine((whole, check) => {
  for (const fault of disagreements(whole)) {
    check.addIssue({ code: 'custom', ...fault });
  }
});

export type Configuration = z.infer<typeof configuration>;
export type ArchitectureName = Configuration['architecture'];
export type EnvironmentName = keyof Configuration['environments'];
export type EnvironmentConfiguration = z.infer<typeof environment>;

/** Why a configuration will not do: everything that is wrong with it, with where it stands. */
export class InvalidConfiguration extends Error {
  constructor(source: string, faults: string[]) {
    super(`${source} will not do:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidConfiguration';
  }
}

/** Reads a configuration that was parsed already. */
export function parse(source: string, given: unknown): Configuration {
  const parsed = configuration.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
    throw new InvalidConfiguration(source, faults);
  }
  return parsed.data;
}

/** Reads a configuration from a file of JSON. */
export function read(file: string): Configuration {
  return parse(file, json(file));
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidConfiguration(file, [`it cannot be read: ${(error as Error).message}`]);
  }
}
