import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../support/eventually.mjs';
import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const ADA = { email: 'ada@example.org', email_verified: true };

test('without the provider, known players play on', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const ada = server.client(await provider.token('ada'));
  const game = await ada.starts(['Rome'], 2);

  provider.leave();
  assert.deepEqual(await ada.games(), [game]);
});

test('without the provider, the keys that are known are good for new tokens', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.tokenWithAddress('ada', 'ada@example.org')).games();

  provider.leave();
  await server.client(await provider.tokenWithAddress('bob', 'bob@example.org')).games();
  const forged = await provider.tokenWithAddress('bob', 'bob@example.org', { aud: 'another' });
  (await server.client(forged).get('/games')).refuses(/audience/);
});

test('without the provider, a token that has to be looked up gets 503', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  provider.account('bob', { email: 'bob@example.org', email_verified: true });
  await server.client(await provider.token('ada')).games();

  provider.leave();
  const bob = server.client(await provider.token('bob'));
  (await bob.get('/games')).isUnavailable();

  provider.comeBack();
  await eventually('bob gets in', async () => (await bob.get('/games')).status === 200);
});

test('without the provider, a token of a new key gets 503', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.tokenWithAddress('ada', 'ada@example.org')).games();

  provider.leave();
  await provider.rotate('second');
  const bob = server.client(await provider.tokenWithAddress('bob', 'bob@example.org'));
  (await bob.get('/games')).isUnavailable();

  // Newer keys are asked for once in ten seconds at most, so this takes as long.
  provider.comeBack();
  await eventually('bob gets in', async () => (await bob.get('/games')).status === 200);
});

test('a server that starts before its provider lets players in once it is there', async (t) => {
  const provider = await MockProvider.start(t);
  provider.leave();
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));
  (await ada.get('/games')).isUnavailable();

  provider.comeBack();
  await eventually('ada gets in', async () => (await ada.get('/games')).status === 200);
});

test('a provider asked for its keys too often is left alone as long as it says', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));

  provider.answerForKeys([429, { 'Retry-After': '7' }]);
  for (let request = 0; request < 5; request += 1) {
    const reply = await ada.get('/games');
    assert.equal(reply.isUnavailable().headers.get('retry-after'), '7');
  }
  assert.equal(provider.keyFetches, 1);

  provider.answerForKeys(null);
  await eventually('ada gets in', async () => (await ada.get('/games')).status === 200);
});

for (const status of [200, 302, 404, 500]) {
  test(`an answer ${status} without keys is no reason to refuse a token`, async (t) => {
    const provider = await MockProvider.start(t);
    const server = await Server.start(t, provider.options);
    const ada = server.client(await provider.tokenWithAddress('ada', 'ada@example.org'));

    provider.answerForKeys([status]);
    (await ada.get('/games')).isUnavailable();
    provider.answerForKeys(null);
    await eventually('ada gets in', async () => (await ada.get('/games')).status === 200);
  });
}
