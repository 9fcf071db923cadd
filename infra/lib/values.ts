// The types of values in a configuration.

import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';

/** Regions of the partition `aws`. The partitions of China and of governments use other ARNs and domains. */
const REGIONS = new Set(RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name));

export const account = z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits');
export const region = z
  .string()
  .refine((name) => REGIONS.has(name), 'expected a region of the partition aws, such as eu-west-1');
export const hostname = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/, 'expected a domain name in lower case');
export const unit = z.string().regex(/^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/, 'expected the id of an organisational unit (ou-…)');

export const zoneId = z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'expected the id of a hosted zone (Z…)');
/** Same pattern as the template of `cdk bootstrap`. */
export const qualifier = z.string().regex(/^[A-Za-z0-9_-]{1,10}$/, 'expected 1 to 10 letters, digits, hyphens or underscores');

/** An ARN of a resource of one of these services. */
export function arn(...services: string[]) {
  const pattern = new RegExp(`^arn:aws:(${services.join('|')}):[a-z0-9-]+:\\d{12}:[^\\s:]+$`);
  return z.string().regex(pattern, `expected an ARN of ${services.join(' or ')}`);
}

/** The ARN of a secret, with the six characters that Secrets Manager appends to its name. */
export const secretArn = z
  .string()
  .regex(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/, 'expected the complete ARN of a secret');

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A URL without credentials, query or fragment. http is accepted on loopback only, for the emulator. */
export const httpsUrl = z.string().refine((text) => {
  const url = parseUrl(text);
  if (url === undefined || url.username || url.password || url.search || url.hash) {
    return false;
  }
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname));
}, 'expected an https URL without credentials, query or fragment (http is accepted on loopback only)');

/** An origin as browsers send it: scheme, host and port. */
export const origin = z.string().refine((text) => {
  const url = parseUrl(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text;
}, 'expected an origin without path or trailing slash, such as https://quiz.example.org');

export const nonEmpty = z.string().trim().min(1, 'must not be empty');
