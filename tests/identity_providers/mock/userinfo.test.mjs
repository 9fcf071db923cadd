import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const ADA = { email: 'ada@example.org', email_verified: true };

/** Starts a provider with a misbehaving userinfo endpoint and a server; returns both and a player. */
async function startWith(t, changeUserinfo) {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  provider.changeUserinfo = changeUserinfo;
  return { provider, server, ada: server.client(await provider.token('ada')) };
}

const respondWith = (statusCode) => (response) => {
  Object.assign(response, { statusCode, body: { error: 'for a reason' } });
};

for (const status of [401, 403]) {
  test(`a token is rejected if userinfo responds ${status}`, async (t) => {
    const { ada } = await startWith(t, respondWith(status));
    (await ada.get('/games')).isRejected(/the identity provider rejects the token/);
  });
}

test('the Retry-After of the userinfo endpoint is passed on', async (t) => {
  const { provider, ada } = await startWith(t, (response, request) => {
    respondWith(429)(response);
    request.res.set('Retry-After', '7');
  });
  const reply = await ada.get('/games');
  assert.equal(reply.isUnavailable().headers.get('retry-after'), '7');

  provider.changeUserinfo = null;
  await ada.games();
});

for (const status of [429, 500, 502, 503]) {
  test(`a ${status} response of userinfo is not cached`, async (t) => {
    const { provider, ada } = await startWith(t, respondWith(status));
    (await ada.get('/games')).isUnavailable();
    (await ada.get('/games')).isUnavailable();
    assert.equal(provider.userinfoRequests, 2);

    provider.changeUserinfo = null;
    await ada.games();
    assert.equal(provider.userinfoRequests, 3);
  });
}

test('userinfo of another subject is rejected', async (t) => {
  const { ada } = await startWith(t, ({ body }) => (body.sub = 'bob'));
  (await ada.get('/games')).isRejected(/subject/);
});

test('userinfo without a subject is rejected', async (t) => {
  const { ada } = await startWith(t, ({ body }) => delete body.sub);
  (await ada.get('/games')).isRejected(/subject/);
});

test('userinfo of another subject gives no access to its games', async (t) => {
  const { provider, server, ada } = await startWith(t, null);
  const bob = { sub: 'bob', email: 'bob@example.org', email_verified: true };
  provider.account('bob', bob);
  await server.client(await provider.token('bob')).start(['Rome'], 2);

  provider.changeUserinfo = (response) => (response.body = bob);
  (await ada.get('/games')).isRejected(/subject/);
  provider.changeUserinfo = null;
  assert.deepEqual(await ada.games(), []);
});

test('a slow provider does not delay other players', async (t) => {
  const { provider, server, ada } = await startWith(t, null);
  await ada.games();
  provider.account('bob', { email: 'bob@example.org', email_verified: true });
  const bob = server.client(await provider.token('bob'));

  const release = provider.delayUserinfo();
  const waiting = bob.get('/games');
  await provider.untilUserinfoRequests(2);
  await ada.games();
  await server.client(await provider.tokenWithAddress('cleo', 'cleo@example.org')).games();
  (await waiting).isUnavailable();

  release();
  await bob.games();
});
