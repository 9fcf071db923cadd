import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

test('a new key is used while the server runs', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  const token = (id) => provider.tokenWithAddress('ada', 'ada@example.org', { jti: id });
  const old = await token('signed before');
  const unseen = await token('signed before, and shown after');
  const game = await server.client(old).start(['Rome'], 2);

  await provider.rotate('second');
  assert.deepEqual(await server.client(await token('signed after')).games(), [game]);
  assert.equal(provider.keyFetches, 2);

  // The old key is still published, so its tokens are still valid.
  assert.deepEqual(await server.client(old).games(), [game]);
  assert.deepEqual(await server.client(unseen).games(), [game]);
  assert.equal(provider.keyFetches, 2);
});

test('tokens with unknown keys do not cause a fetch each', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  const good = await provider.tokenWithAddress('ada', 'ada@example.org');
  await server.client(good).games();
  const since = performance.now();

  const other = await MockProvider.start(t);
  const attempts = Array.from({ length: 100 }, async (_, at) => {
    await other.oauth.keys.add({ ...other.oauth.keys.get(), kid: `made up ${at}` });
    const token = await other.token('ada', { iss: provider.issuer }, { kid: `made up ${at}` });
    (await server.client(token).get('/games')).isRejected(/key/);
  });
  await Promise.all(attempts);

  // The valid token caused one fetch, and the others at most one more in ten seconds.
  const seconds = (performance.now() - since) / 1000;
  const fetches = provider.keyFetches;
  assert.ok(fetches <= 2 + Math.floor(seconds / 10), `${fetches} fetches in ${seconds} s`);
  await server.client(good).games();
});
