// The configuration of a language model, which writes questions about keywords that the built-in facts do not cover.

import { z } from 'zod';
import type { Feature } from './function-code.ts';
import { httpsUrl, region, secretArn } from './values.ts';

/** The default budget of a game in tokens, which the worker applies. */
const TOKENS_PER_GAME = 25_000;

/** The maximum of 32 bits, which the worker accepts. */
const MAX = 4_294_967_295;

/** The geographies of inference profiles, with which their ids start. `global` is rejected, see `bedrockErrors`. */
const GEOGRAPHY = /^(us|us-gov|eu|apac|jp|au|ca)\./;

/** An email address or an https URL, as a header accepts them: visible ASCII characters without parentheses. */
const contact = z
  .string()
  .max(200)
  .regex(/^(?=[!-'*-[\]-~]+$)([^\s@,;:<>[\]"/]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+|https:\/\/[^\s/@]+(\/.*)?)$/, 'expected an email address or an https URL');

/** The words that an entry of a deny list needs another one beside. The worker ignores them when it compares texts. */
export const STOP_WORDS = ['a', 'an', 'and', 'by', 'for', 'in', 'of', 'on', 'the', 'to'];

/** The maximum size of a deny list, in bytes: all variables of a function have 4 KB. */
const DENY_BYTES = 2_000;

/** Returns the words of a text without case and accents. */
function foldedWords(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word or phrase without the characters that separate entries and begin comments. The worker would not start with another. */
const denied = z.string().refine(
  (text) => /^[^#\s,]([^\n\r,]*[^\s,])?$/.test(text) && foldedWords(text).some((word) => !STOP_WORDS.includes(word)),
  'expected a word or phrase other than "the", "of" and the like, without commas, line breaks, spaces at its ends and # at its beginning',
);

/** A deny list as a variable of the worker. */
export function denyList(entries: readonly string[]): string {
  return entries.join(',');
}

export const languageModel = z.strictObject({
  /** The API of the model. */
  api: z.enum(['openai', 'anthropic', 'bedrock']),
  /** The name of the model; for Bedrock the id of an inference profile or of a foundation model. */
  name: z.string().regex(/^[!-~]{1,80}$/, 'expected 1 to 80 visible ASCII characters'),
  /** The base URL of the API, such as https://models.example.org/v1. Not for Bedrock. */
  url: httpsUrl.optional(),
  /** The ARN of an existing secret with the key of the API. Without it, an empty secret is created. Not for Bedrock. */
  keySecretArn: secretArn.optional(),
  /** The regions to which Bedrock routes the requests of the inference profile. Not for a foundation model. */
  regions: z.array(region).min(1).optional(),
  /** The email address or the https URL of the operator, which is sent to the wiki with each request. */
  researchContact: contact,
  /** The base URL of the wiki; the English Wikipedia by default. */
  researchUrl: httpsUrl.optional(),
  /** The budget of one game: calls of the model, tokens, and seconds, which must end before the worker's timeout. */
  callsPerGame: z.number().int().min(3).max(MAX).optional(),
  tokensPerGame: z.number().int().min(6_000).max(MAX).optional(),
  secondsPerGame: z.number().int().min(5).max(80).optional(),
  /** The maximum number of tokens of all games per day, in UTC; 0 for no limit. It bounds the costs, so it has no default. */
  tokensPerDay: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** The maximum number of games of a player per hour for which the model is called, 0 for no limit; 5 by default. */
  gamesPerHour: z.number().int().min(0).max(MAX).optional(),
  /** Words and phrases about which the model writes nothing. */
  deny: z
    .array(denied)
    .min(1)
    .refine((entries) => Buffer.byteLength(denyList(entries)) <= DENY_BYTES, `must have at most ${DENY_BYTES} bytes together`)
    .optional(),
});

export type ModelConfiguration = z.infer<typeof languageModel>;

/** Returns the features that a worker needs in order to call any of these models. */
export function featuresOf(models: readonly (ModelConfiguration | undefined)[]): Feature[] {
  return models.some((model) => model?.api === 'bedrock') ? ['bedrock'] : [];
}

/** An error of a field. */
interface FieldError {
  readonly field: keyof ModelConfiguration;
  readonly message: string;
}

/**
 * Returns the errors of values that are valid alone but contradict each other, for an environment at a place. Returns none if
 * a value is invalid, which is reported already.
 */
export function modelErrors(model: ModelConfiguration, place: { account: string; region: string }): FieldError[] {
  if (!languageModel.safeParse(model).success) {
    return [];
  }
  const { tokensPerDay, tokensPerGame = TOKENS_PER_GAME } = model;
  const errors = model.api === 'bedrock' ? bedrockErrors(model) : serverErrors(model, place);
  const budget = tokensPerDay !== 0 && tokensPerDay < tokensPerGame;
  return [
    ...errors,
    ...(budget ? [{ field: 'tokensPerDay' as const, message: `must be 0 or at least the tokens of a game (${tokensPerGame})` }] : []),
  ];
}

/** Returns the errors of a model behind a URL. */
function serverErrors({ api, url, keySecretArn, regions }: ModelConfiguration, place: { account: string; region: string }): FieldError[] {
  const isElsewhere = keySecretArn !== undefined && !keySecretArn.includes(`:${place.region}:${place.account}:`);
  return errorsOf({
    url: url === undefined && `required with api ${api}`,
    keySecretArn: isElsewhere && 'must be in the region and the account of the environment',
    regions: regions !== undefined && `must not be combined with api ${api}, which is not Bedrock`,
  });
}

/**
 * Returns the errors of a model of Bedrock. A global inference profile has a foundation model without a region, and its
 * requests leave the geography; neither has been tried.
 */
function bedrockErrors({ name, url, keySecretArn, regions }: ModelConfiguration): FieldError[] {
  return errorsOf({
    name: nameError(name, regions !== undefined),
    url: url !== undefined && 'must not be combined with api bedrock, whose endpoint follows from the region',
    keySecretArn: keySecretArn !== undefined && 'must not be combined with api bedrock, which the role of the worker may call',
    regions: regions === undefined && GEOGRAPHY.test(name) && 'required for an inference profile',
  });
}

/** Returns the error of an id of Bedrock. It becomes part of ARNs, in which wildcards would allow other models. */
function nameError(name: string, isProfile: boolean): string | false {
  if (!/^[a-z0-9-]+(\.[A-Za-z0-9-]+)+(:[a-z0-9]+)*$/.test(name)) {
    return 'expected the id of an inference profile or of a foundation model of Bedrock, not an ARN';
  }
  if (name.startsWith('global.')) {
    return 'expected an inference profile of a geography: global ones are not supported';
  }
  const hasGeography = /^[a-z]{2,5}(-[a-z]+)?(\.[^.]+){2,}$/.test(name);
  return isProfile && !hasGeography && 'expected an inference profile, whose id starts with its geography, or no regions';
}

function errorsOf(messages: { [field in FieldError['field']]?: string | false }): FieldError[] {
  const entries = Object.entries(messages) as [FieldError['field'], string | false][];
  return entries.flatMap(([field, message]) => (message === false ? [] : [{ field, message }]));
}
