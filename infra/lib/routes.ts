// What the API routes, as its OpenAPI document has it: the document is made of the handlers.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

const DOCUMENT = join(import.meta.dirname, '../../openapi.json');

export interface Route {
  readonly path: string;
  readonly methods: HttpMethod[];
}

/** Every route, relative to where the API is mounted. */
export function routes(): Route[] {
  const document: { paths: Record<string, object> } = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  return Object.entries(document.paths).map(([path, operations]) => ({
    path,
    methods: Object.keys(operations).map(methodOf),
  }));
}

function methodOf(operation: string): HttpMethod {
  const method = Object.values(HttpMethod).find((one) => one === operation.toUpperCase());
  if (method === undefined) {
    throw new Error(`the OpenAPI document says something of a path that is no method: ${operation}`);
  }
  return method;
}
