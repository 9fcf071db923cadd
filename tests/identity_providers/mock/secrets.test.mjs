import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const EMAIL = 'Ada.Lovelace@example.org';

test('neither tokens nor addresses are logged at the most verbose level', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options, { RUST_LOG: 'trace' });
  const tokens = [];
  for (const visit of [looksUp, hasAddress, isNotVerified, isRejected, isUnavailable, isForged]) {
    tokens.push(await visit(provider, server));
  }
  provider.stop();
  tokens.push(await isUnavailable(provider, server));

  const { stdout, stderr } = await server.stop();
  assert.match(stderr, /TRACE/, 'the log has TRACE lines');
  for (const secret of [...tokens.flatMap(secretsOf), ...spellings(EMAIL)]) {
    assert.ok(!(stdout + stderr).includes(secret), `the output contains ${secret}`);
  }
});

/** Sends a request with a token, asserts the status, and returns the token. */
async function visit(server, token, status) {
  (await server.client(token).get('/games')).is(status);
  return token;
}

async function looksUp(provider, server) {
  provider.account('ada', { email: EMAIL, email_verified: true });
  return visit(server, await provider.token('ada'), 200);
}

async function hasAddress(provider, server) {
  return visit(server, await provider.tokenWithAddress('ada', EMAIL), 200);
}

async function isNotVerified(provider, server) {
  provider.account('eve', { email: EMAIL, email_verified: false });
  return visit(server, await provider.token('eve'), 403);
}

async function isRejected(provider, server) {
  provider.changeUserinfo = (response) => (response.statusCode = 401);
  return visit(server, await provider.token('ada', { jti: 'is refused' }), 401);
}

async function isUnavailable(provider, server) {
  provider.changeUserinfo = (response) => (response.statusCode = 500);
  return visit(server, await provider.token('ada', { jti: 'unavailable' }), 503);
}

async function isForged(provider, server) {
  const token = await provider.tokenWithAddress('ada', EMAIL, { aud: 'another' });
  return visit(server, token, 401);
}

/** Returns the secret parts of a token. Its header is the same for all players. */
function secretsOf(token) {
  const [, payload, signature] = token.split('.');
  return [payload, signature];
}

function spellings(email) {
  return [email, email.toLowerCase(), encodeURIComponent(email), email.split('@')[0]];
}
