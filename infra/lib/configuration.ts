// The configuration of a deployment: accounts, domains and issuers, read from one file and validated before synthesis.

import { readFileSync } from 'node:fs';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { z } from 'zod';
import { languageModel, modelErrors } from './model-configuration.ts';
import { account, arn, hostname, httpsUrl, nonEmpty, origin, qualifier, region, secretArn, unit, zoneId } from './values.ts';

/** The default of `workerConcurrency` for an environment with a model, whose games take longer. */
const CONCURRENCY_WITH_MODEL = 5;

/** Adds the defaults of an environment with a model to JSON of any shape. */
function withModelDefaults(json: unknown): unknown {
  const hasModel = typeof json === 'object' && json !== null && 'model' in json;
  return hasModel ? { workerConcurrency: CONCURRENCY_WITH_MODEL, ...json } : json;
}

const environment = z.preprocess(withModelDefaults, z.strictObject({
  /** The account of this environment. Only this environment of the configuration may be in it. */
  account,
  /**
   * The name servers of the environment's zone, to which the zone of the domain delegates. Without them there is no delegation.
   * A new zone without them is all that is created.
   */
  nameServers: z.array(hostname).min(2).optional(),
  /** The existing zone of the environment, ENV.DOMAIN. No zone is created. */
  zoneId: zoneId.optional(),
  /** The existing custom domain to which the API is mapped. Neither zone, certificate nor domain is created. */
  apiDomain: hostname.optional(),
  /** The issuer of accepted tokens, exactly as in their claim `iss`. */
  issuer: httpsUrl,
  /** The audience of accepted tokens. */
  audience: nonEmpty,
  /** The origin of the web pages that may call the API. */
  origin,
  /** The ARN of the SNS topic that alarms are sent to. */
  alarmTopic: arn('sns'),
  /** The token claim with the player's email address; `email` by default. */
  emailClaim: nonEmpty.optional(),
  /** The token claim that says whether the address is verified; `email_verified` by default. */
  emailVerifiedClaim: nonEmpty.optional(),
  /** The maximum number of games that a player may start per hour, 0 for no limit; 60 by default. */
  gamesPerHour: z.number().int().min(0).max(4_294_967_295).optional(),
  /** The number of days for which a game is kept after it finished or failed; 0, the default, for all games. */
  finishedGamesKeptDays: z.number().int().min(0).max(4_294_967_295).optional(),
  /** The maximum number of games that a player keeps; 0, the default, for no limit. */
  gamesPerPlayer: z.number().int().min(0).max(4_294_967_295).optional(),
  /** The maximum number of workers that run at the same time, by default 2, or 5 with a model. AWS accepts 2 to 1,000. */
  workerConcurrency: z.number().int().min(2).max(1_000).default(2),
  /**
   * The maximum number of read and of write request units per second of each table, which bound the costs of requests. One
   * transaction writes all questions of a game, so that a much lower limit would make it fail.
   */
  maxReadRequestUnits: z.number().int().min(100).max(40_000).default(1_000),
  maxWriteRequestUnits: z.number().int().min(250).max(40_000).default(1_000),
  /**
   * The key that encrypts the tables: one that AWS owns, at no cost, or the key `aws/dynamodb` of the account. KMS bills
   * DynamoDB's requests for the latter, and CloudTrail records them.
   */
  tableKey: z.enum(['aws-owned', 'aws-managed']).default('aws-owned'),
  /** The costs of the account per month, in US dollars, above which the alarm topic is notified. */
  monthlyBudget: z.number().min(1).max(1_000_000).default(50),
  /** The language model that writes questions which the built-in facts do not cover. Without it, nothing is sent to others. */
  model: languageModel.optional(),
}));

/** The common name of a certificate, here `*.prd.DOMAIN`, has at most 64 characters. */
const MAX_DOMAIN = 58;

/** What the rest of a configuration requires. Parsing needs it in advance, in order to report all missing values at once. */
interface Requirements {
  /** Whether accounts are bootstrapped by stack sets in the management account. */
  readonly bootstrap: boolean;
  /** Whether there is a stack in the networking account. */
  readonly network: boolean;
}

function required<T extends z.ZodType>(isRequired: boolean, schema: T): T | z.ZodOptional<T> {
  return isRequired ? schema : schema.optional();
}

const values = (requirements: Requirements) => z.strictObject({
  /** The parent domain of all environments: the API of dev is at api.dev.DOMAIN. */
  domain: hostname.max(MAX_DOMAIN, `expected at most ${MAX_DOMAIN} characters, the limit of certificates`),
  region,
  /** The existing zone of the domain, in the networking account. No zone is created; delegations are added to this one. */
  zoneId: zoneId.optional(),
  /**
   * The number of seconds for which resolvers cache the delegations to the environments. A mistake of the first day lasts as
   * long, so that the default is five minutes; two days, the maximum, when everything works.
   */
  delegationTtlSeconds: z.number().int().min(60).max(172_800).default(300),
  /** The architecture of the functions and of the machine that builds them. arm64 costs a fifth less. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  accounts: z.strictObject({
    /** The management account of the organisation, which holds the stack sets. */
    management: required(requirements.bootstrap, account),
    /** The account of the domain's zone. */
    networking: required(requirements.network, account),
    /** The account of the pipeline. */
    deployment: account,
  }),
  /** Organisational units whose accounts are bootstrapped. They must not be nested. */
  organisationalUnits: required(requirements.bootstrap, z.strictObject({
    /** Units of the accounts that trust the deployment account: dev and prd. */
    delivered: z.array(unit).min(1),
    /** Units of all other accounts. */
    others: z.array(unit).min(1),
  })),
  /** The bootstrap of accounts that are bootstrapped already. No stack sets are created. */
  existingBootstrap: z.strictObject({ qualifier: qualifier.default(DefaultStackSynthesizer.DEFAULT_QUALIFIER) }).optional(),
  source: z.strictObject({
    /** The ARN of the connection to the code host. The service was called CodeStar Connections before. */
    connection: arn('codeconnections', 'codestar-connections'),
    repository: z.string().regex(/^[\w.-]+(\/[\w.-]+)+$/, 'expected owner/name'),
    branch: nonEmpty,
  }),
  /** The test of dev before the approval of prd. */
  smokeTest: z.strictObject({
    /** The ARN of a secret with a request for a token of a test player of dev. Without it, no game is played. */
    tokenRequest: secretArn,
  }).optional(),
  environments: z.strictObject({
    /** An environment that developers deploy by hand. */
    tst: environment.optional(),
    dev: environment,
    prd: environment,
  }),
});

/** Returns whether an environment has an API: without a domain, only its zone is created. */
export function hasApi({ apiDomain, nameServers, zoneId }: Routing): boolean {
  return [apiDomain, nameServers, zoneId].some((value) => value !== undefined);
}

/** Returns whether there is a stack in the networking account: for delegations, or for a new zone of the domain. */
export function needsNetwork(whole: { zoneId?: unknown; environments: Record<string, Routing | undefined> }): boolean {
  const environments = Object.values(whole.environments).filter((one) => one !== undefined);
  const delegates = environments.some(({ nameServers }) => nameServers !== undefined);
  const createsZones = environments.some(({ apiDomain, zoneId }) => apiDomain === undefined && zoneId === undefined);
  return delegates || (createsZones && whole.zoneId === undefined);
}

/** The values of an environment that decide on its stacks. */
type Routing = { readonly [name in 'apiDomain' | 'nameServers' | 'zoneId']?: unknown };

const loose = z.looseObject({
  environments: z.record(z.string(), z.looseObject({})),
});

/** Returns the requirements of parsed JSON of any shape. */
function requirementsOf(json: unknown): Requirements {
  const whole = loose.safeParse(json);
  if (!whole.success) {
    return { bootstrap: true, network: true };
  }
  return { bootstrap: whole.data['existingBootstrap'] === undefined, network: needsNetwork(whole.data) };
}

/** Returns the errors of values that are valid alone but contradict each other. */
function inconsistencies(whole: Values): { path: string[]; message: string }[] {
  const { accounts, environments, existingBootstrap, organisationalUnits, region, smokeTest, source } = whole;
  const named = Object.entries(environments);
  const all = [...named.map(([, { account }]) => account), ...Object.values(accounts)];
  const domains = named.map(([, { apiDomain }]) => apiDomain);
  const errors = named.flatMap(([name, { account, alarmTopic, apiDomain, model, ...routing }]) => [
    ...(model === undefined ? [] : modelErrors(model, { account, region })).map(({ field, message }) => ({
      path: ['environments', name, 'model', field],
      message,
    })),
    ...(['nameServers', 'zoneId'] as const).map((field) => apiDomain !== undefined && routing[field] !== undefined && {
      path: ['environments', name, field],
      message: 'must not be combined with apiDomain, whose records exist already',
    }),
    apiDomain !== undefined && domains.filter((other) => other === apiDomain).length > 1 && {
      path: ['environments', name, 'apiDomain'],
      message: 'must not be the domain of another environment',
    },
    !alarmTopic.includes(`:${region}:${account}:`) && {
      path: ['environments', name, 'alarmTopic'],
      message: 'must be in the region and the account of the environment',
    },
    all.filter((other) => other === account).length > 1 && {
      path: ['environments', name, 'account'],
      message: 'must not be used for anything else',
    },
  ]);
  return [
    ...errors,
    !source.connection.includes(`:${accounts.deployment}:`) && {
      path: ['source', 'connection'],
      message: 'must be in the deployment account',
    },
    smokeTest !== undefined && !smokeTest.tokenRequest.includes(`:${region}:${accounts.deployment}:`) && {
      path: ['smokeTest', 'tokenRequest'],
      message: 'must be in the region and the deployment account',
    },
    organisationalUnits !== undefined && existingBootstrap !== undefined && {
      path: ['organisationalUnits'],
      message: 'must not be combined with existingBootstrap, for which no stack sets are created',
    },
    organisationalUnits?.delivered.some((unit) => organisationalUnits.others.includes(unit)) && {
      path: ['organisationalUnits', 'others'],
      message: 'must not contain a unit of organisationalUnits.delivered',
    },
  ].filter((error) => typeof error === 'object');
}

const configuration = (requirements: Requirements) => values(requirements).superRefine((whole, check) => {
  for (const error of inconsistencies(whole)) {
    check.addIssue({ code: 'custom', ...error });
  }
});

type Values = z.infer<ReturnType<typeof values>>;
export type Configuration = z.infer<ReturnType<typeof configuration>>;
export type ArchitectureName = Configuration['architecture'];
export type EnvironmentName = keyof Configuration['environments'];
export type EnvironmentConfiguration = z.infer<typeof environment>;

/** Lists all errors of a configuration, each with its path. */
export class InvalidConfiguration extends Error {
  constructor(source: string, errors: string[]) {
    super(`invalid configuration ${source}:\n${errors.map((error) => `  ${error}`).join('\n')}`);
    this.name = 'InvalidConfiguration';
  }
}

/** Validates parsed JSON. `source` names its origin in errors. */
export function parse(source: string, json: unknown): Configuration {
  const result = configuration(requirementsOf(json)).safeParse(json);
  if (!result.success) {
    const errors = result.error.issues.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`);
    throw new InvalidConfiguration(source, errors);
  }
  return result.data;
}

/** Reads and validates a JSON file. */
export function read(file: string): Configuration {
  return parse(file, readJson(file));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidConfiguration(file, [`cannot read the file: ${(error as Error).message}`]);
  }
}
