import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const ADA = { email: 'ada@example.org', email_verified: true };

/** A provider whose userinfo misbehaves, a server that trusts it, and a player of theirs. */
async function under(t, misbehaviour) {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  provider.misbehaviour = misbehaviour;
  return { provider, server, ada: server.client(await provider.token('ada')) };
}

const answering = (statusCode) => (response) => {
  Object.assign(response, { statusCode, body: { error: 'for a reason' } });
};

for (const status of [401, 403]) {
  test(`a token that userinfo refuses with ${status} is refused`, async (t) => {
    const { ada } = await under(t, answering(status));
    (await ada.get('/games')).refuses(/the identity provider rejects the token/);
  });
}

test('a provider that is asked too often says when to come back', async (t) => {
  const { provider, ada } = await under(t, (response, request) => {
    answering(429)(response);
    request.res.set('Retry-After', '7');
  });
  const reply = await ada.get('/games');
  assert.equal(reply.isUnavailable().headers.get('retry-after'), '7');

  provider.misbehaviour = null;
  await ada.games();
});

for (const status of [429, 500, 502, 503]) {
  test(`nothing is kept of an answer ${status} of userinfo`, async (t) => {
    const { provider, ada } = await under(t, answering(status));
    (await ada.get('/games')).isUnavailable();
    (await ada.get('/games')).isUnavailable();
    assert.equal(provider.lookUps, 2);

    provider.misbehaviour = null;
    await ada.games();
    assert.equal(provider.lookUps, 3);
  });
}

test('userinfo of another subject is rejected', async (t) => {
  const { ada } = await under(t, ({ body }) => (body.sub = 'bob'));
  (await ada.get('/games')).refuses(/subject/);
});

test('userinfo without a subject is rejected', async (t) => {
  const { ada } = await under(t, ({ body }) => delete body.sub);
  (await ada.get('/games')).refuses(/subject/);
});

test('userinfo of another subject gives no access to their games', async (t) => {
  const { provider, server, ada } = await under(t, null);
  const bob = { sub: 'bob', email: 'bob@example.org', email_verified: true };
  provider.account('bob', bob);
  await server.client(await provider.token('bob')).starts(['Rome'], 2);

  provider.misbehaviour = (response) => (response.body = bob);
  (await ada.get('/games')).refuses(/subject/);
  provider.misbehaviour = null;
  assert.deepEqual(await ada.games(), []);
});

test('a slow provider does not delay other players', async (t) => {
  const { provider, server, ada } = await under(t, null);
  await ada.games();
  provider.account('bob', { email: 'bob@example.org', email_verified: true });
  const bob = server.client(await provider.token('bob'));

  const release = provider.holdUserinfo();
  const waiting = bob.get('/games');
  await provider.untilAsked(2);
  await ada.games();
  await server.client(await provider.tokenWithAddress('cleo', 'cleo@example.org')).games();
  (await waiting).isUnavailable();

  release();
  await bob.games();
});
