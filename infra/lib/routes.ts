// The routes of the API, read from its OpenAPI document, which is generated from the handlers.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

const DOCUMENT = join(import.meta.dirname, '../../openapi.json');

export interface Route {
  readonly path: string;
  readonly methods: HttpMethod[];
}

/** The tag of the health probes of a server, which the functions do not have. */
const PROBES = 'health';

type Operations = Record<string, { readonly tags: readonly string[] }>;

/** Returns every route that requires a token, relative to the base path of the API. */
export function routes(): Route[] {
  const document: { paths: Record<string, Operations> } = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  return Object.entries(document.paths)
    .filter(([, operations]) => Object.values(operations).every(({ tags }) => !tags.includes(PROBES)))
    .map(([path, operations]) => ({
      path,
      methods: Object.keys(operations).map(methodOf),
    }));
}

function methodOf(operation: string): HttpMethod {
  const method = Object.values(HttpMethod).find((known) => known === operation.toUpperCase());
  if (method === undefined) {
    throw new Error(`openapi.json: expected only HTTP methods in a path item, found ${operation}`);
  }
  return method;
}
