import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ALGORITHMS, CertifiedProvider } from '../support/certified_provider.mjs';
import { Server } from '../support/server.mjs';
import { headerOf } from '../support/tokens.mjs';

for (const algorithm of ALGORITHMS) {
  test(`a player who signs in with a browser gets in with a token of ${algorithm}`, async (t) => {
    const provider = await CertifiedProvider.start(t);
    const server = await Server.start(t, provider.options);
    const token = await provider.signIn('account-of-ada', algorithm);
    assert.equal(headerOf(token).typ, 'at+jwt');
    assert.equal(headerOf(token).alg, algorithm);

    const ada = server.client(token);
    const game = await ada.starts(['Rome'], 2);
    assert.deepEqual(await ada.games(), [game]);
    assert.equal(provider.lookUps, 0);
  });
}

test('whatever a token is signed with, its player is the same', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const ada = server.client(await provider.signIn('account-of-ada'));
  const game = await ada.starts(['Rome'], 2);
  for (const algorithm of ALGORITHMS) {
    const again = server.client(await provider.signIn('account-of-ada', algorithm));
    assert.deepEqual(await again.games(), [game]);
  }
  const bob = server.client(await provider.signIn('account-of-bob'));
  assert.deepEqual(await bob.games(), []);
});

test('an unverified account of the same address does not get in', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  await server.client(await provider.signIn('account-of-ada')).starts(['Rome'], 2);
  const eve = server.client(await provider.signIn('account-of-eve'));
  (await eve.get('/games')).fails(403, 'email_not_verified');
});

test('a token asked for without the audience is refused, and a developer sees why', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const token = await provider.signInForNobody('account-of-ada');
  assert.ok(!token.includes('.'), 'it is no JWT');

  const reply = await server.client(token).get('/games');
  reply.refuses(/"the token has 1 part instead of 3: was it issued for this audience\?"$/);
  assert.equal(provider.lookUps, 0);
});

test('a token without an address, of which userinfo will not tell, is refused', async (t) => {
  const provider = await CertifiedProvider.start(t);
  const server = await Server.start(t, provider.options);
  const machine = server.client(await provider.machineToken());
  (await machine.get('/games')).refuses(/the identity provider rejects the token/);
  assert.equal(provider.lookUps, 1);
});

test('a token of another provider is refused', async (t) => {
  const [ours, other] = [await CertifiedProvider.start(t), await CertifiedProvider.start(t)];
  const server = await Server.start(t, ours.options);
  const ada = server.client(await other.signIn('account-of-ada'));
  (await ada.get('/games')).refuses(/the signature of the token is invalid/);
});
