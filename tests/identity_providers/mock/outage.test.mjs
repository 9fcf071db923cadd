import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../shared/node/eventually.mjs';
import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const ADA = { email: 'ada@example.org', email_verified: true };

test('without the provider, known tokens are accepted', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const ada = server.client(await provider.token('ada'));
  const game = await ada.start(['Rome'], 2);

  provider.stop();
  assert.deepEqual(await ada.games(), [game]);
});

test('without the provider, cached keys verify new tokens', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.tokenWithAddress('ada', 'ada@example.org')).games();

  provider.stop();
  await server.client(await provider.tokenWithAddress('bob', 'bob@example.org')).games();
  const forged = await provider.tokenWithAddress('bob', 'bob@example.org', { aud: 'another' });
  (await server.client(forged).get('/games')).isRejected(/audience/);
});

test('without the provider, a token that has to be looked up gets 503', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  provider.account('bob', { email: 'bob@example.org', email_verified: true });
  await server.client(await provider.token('ada')).games();

  provider.stop();
  const bob = server.client(await provider.token('bob'));
  (await bob.get('/games')).isUnavailable();

  provider.restart();
  await eventually('the token of bob is accepted', async () => (await bob.get('/games')).status === 200);
});

test('without the provider, a token of a new key gets 503', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.tokenWithAddress('ada', 'ada@example.org')).games();

  provider.stop();
  await provider.rotate('second');
  const bob = server.client(await provider.tokenWithAddress('bob', 'bob@example.org'));
  (await bob.get('/games')).isUnavailable();

  // The keys are fetched again at most once in ten seconds, so this takes as long.
  provider.restart();
  await eventually('the token of bob is accepted', async () => (await bob.get('/games')).status === 200);
});

test('a server that starts before its provider accepts tokens once the provider runs', async (t) => {
  const provider = await MockProvider.start(t);
  provider.stop();
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));
  (await ada.get('/games')).isUnavailable();

  provider.restart();
  await eventually('the token of ada is accepted', async () => (await ada.get('/games')).status === 200);
});

test('the Retry-After of a key set is respected', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));

  provider.setKeysResponse([429, { 'Retry-After': '7' }]);
  for (let request = 0; request < 5; request += 1) {
    const reply = await ada.get('/games');
    assert.equal(reply.isUnavailable().headers.get('retry-after'), '7');
  }
  assert.equal(provider.keyFetches, 1);

  provider.setKeysResponse(null);
  await eventually('the token of ada is accepted', async () => (await ada.get('/games')).status === 200);
});

for (const status of [200, 302, 404, 500]) {
  test(`a ${status} response without keys is a 503, not a rejected token`, async (t) => {
    const provider = await MockProvider.start(t);
    const server = await Server.start(t, provider.options);
    const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));

    provider.setKeysResponse([status]);
    (await ada.get('/games')).isUnavailable();
    provider.setKeysResponse(null);
    await eventually('the token of ada is accepted', async () => (await ada.get('/games')).status === 200);
  });
}
