// Tests a deployed API: `node --import tsx bin/smoke-test.ts URL ORIGIN`. The variable TOKEN_REQUEST may contain the request for a
// token of a test player as JSON.

import { smokeTest } from '../lib/smoke-test.ts';

const [url, origin] = process.argv.slice(2);
if (url === undefined || origin === undefined) {
  console.error('usage: smoke-test.ts URL ORIGIN');
  process.exit(2);
}

/** Parses the variable. The parser's own error would print a part of it. */
function tokenRequest() {
  const text = process.env['TOKEN_REQUEST'];
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw new Error('invalid TOKEN_REQUEST: expected JSON with url and form');
  }
}

try {
  for (const line of await smokeTest({ url, origin, tokenRequest: tokenRequest() })) console.log(line);
} catch (error) {
  const { message, cause } = error as Error;
  console.error(`the smoke test failed: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`);
  process.exit(1);
}
