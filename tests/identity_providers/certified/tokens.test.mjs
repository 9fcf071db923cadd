import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ALGORITHMS, CertifiedProvider } from '../support/certified_provider.mjs';
import { Server } from '../support/server.mjs';
import { headerOf } from '../support/tokens.mjs';

for (const algorithm of ALGORITHMS) {
  test(`a token of the browser flow signed with ${algorithm} is accepted`, async (t) => {
    const provider = await CertifiedProvider.start(t);
    const server = await Server.start(t, provider.options);
    const token = await provider.signIn('account-of-ada', algorithm);
    assert.equal(headerOf(token).typ, 'at+jwt');
    assert.equal(headerOf(token).alg, algorithm);

    const ada = server.client(token);
    const game = await ada.start(['Rome'], 2);
    assert.deepEqual(await ada.games(), [game]);
    assert.equal(provider.userinfoRequests, 0);
  });
}

test('tokens with different algorithms belong to the same player', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.signIn('account-of-ada'));
  const game = await ada.start(['Rome'], 2);
  for (const algorithm of ALGORITHMS) {
    const again = server.client(await provider.signIn('account-of-ada', algorithm));
    assert.deepEqual(await again.games(), [game]);
  }
  const bob = server.client(await provider.signIn('account-of-bob'));
  assert.deepEqual(await bob.games(), []);
});

test('an unverified account with the same address is rejected', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.signIn('account-of-ada')).start(['Rome'], 2);
  const eve = server.client(await provider.signIn('account-of-eve'));
  (await eve.get('/games')).fails(403, 'email_not_verified');
});

test('an opaque token, requested without an audience, is rejected with a reason', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const token = await provider.signInWithoutAudience('account-of-ada');
  assert.ok(!token.includes('.'), 'expected an opaque token');

  const reply = await server.client(token).get('/games');
  reply.isRejected(/"the token has 1 part instead of 3: was it issued for this audience\?"$/);
  assert.equal(provider.userinfoRequests, 0);
});

test('a token without an address, which userinfo rejects, is rejected', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const machine = server.client(await provider.machineToken());
  (await machine.get('/games')).isRejected(/the identity provider rejects the token/);
  assert.equal(provider.userinfoRequests, 1);
});

test('a token of another provider is rejected', async (t) => {
  const [ours, other] = [await CertifiedProvider.start(t), await CertifiedProvider.start(t)];
  const server = await Server.start(t, ours.options);
  const ada = server.client(await other.signIn('account-of-ada'));
  (await ada.get('/games')).isRejected(/the signature of the token is invalid/);
});
