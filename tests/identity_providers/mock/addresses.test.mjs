import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const NAMESPACED = {
  email: 'https://quiz.example/email',
  verified: 'https://quiz.example/email_verified',
};

/** Requests the games of a player with this userinfo response. */
async function visitWith(t) {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  return async (claims) => {
    const sub = `account ${provider.userinfoRequests}`;
    provider.account(sub, claims);
    return server.client(await provider.token(sub)).get('/games');
  };
}

test('an unverified address is rejected', async (t) => {
  const visit = await visitWith(t);
  const reply = await visit({ email: 'ada@example.org', email_verified: false });
  reply.fails(403, 'email_not_verified');
});

test('an address without email_verified is rejected', async (t) => {
  const visit = await visitWith(t);
  (await visit({ email: 'ada@example.org' })).fails(403, 'email_not_verified');
});

test('an account without an address is rejected', async (t) => {
  const visit = await visitWith(t);
  for (const claims of [{}, { email_verified: true }, { email: '', email_verified: true }]) {
    (await visit(claims)).fails(403, 'email_not_verified');
  }
});

test('only true and the string "true" count as verified', async (t) => {
  const visit = await visitWith(t);
  (await visit({ email: 'ada@example.org', email_verified: 'true' })).is(200);
  for (const lookalike of ['True', 'yes', '1', 1, '', 'false', null, [true], {}]) {
    const reply = await visit({ email: 'ada@example.org', email_verified: lookalike });
    reply.fails(403, 'email_not_verified');
  }
});

test('a token with a verified address needs no userinfo request', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', { email: 'another@example.org', email_verified: true });
  const ada = await provider.tokenWithAddress('ada', 'ada@example.org');
  const game = await server.client(ada).start(['Rome'], 2);

  const verifiedAsString = { email: 'ada@example.org', email_verified: 'true' };
  const again = await provider.token('ada', verifiedAsString);
  assert.deepEqual(await server.client(again).games(), [game]);
  assert.equal(provider.userinfoRequests, 0);
});

test('an unverified address in the token is not looked up', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', { email: 'ada@example.org', email_verified: true });
  const token = await provider.token('ada', { email: 'ada@example.org', email_verified: false });
  (await server.client(token).get('/games')).fails(403, 'email_not_verified');
  assert.equal(provider.userinfoRequests, 0);
});

test('a token with only the address or only its verification is looked up', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', { email: 'ada@example.org', email_verified: true });
  const game = await server.client(await provider.token('ada')).start(['Rome'], 2);

  for (const half of [{ email: 'bob@example.org' }, { email_verified: true }]) {
    const token = await provider.token('ada', half);
    assert.deepEqual(await server.client(token).games(), [game]);
  }
  assert.equal(provider.userinfoRequests, 3);
});

test('the names of the address claims are configurable', async (t) => {
  const provider = await MockProvider.start(t);
  const names = ['--email-claim', NAMESPACED.email, '--email-verified-claim', NAMESPACED.verified];
  const server = await Server.start(t, [...provider.options, ...names]);
  const token = (email, verified) =>
    provider.token('ada', { [NAMESPACED.email]: email, [NAMESPACED.verified]: verified });

  const game = await server.client(await token('ada@example.org', true)).start(['Rome'], 2);
  assert.deepEqual(await server.client(await token('ada@example.org', 'true')).games(), [game]);
  const unverified = server.client(await token('ada@example.org', false));
  (await unverified.get('/games')).fails(403, 'email_not_verified');
  assert.equal(provider.userinfoRequests, 0);
});

test('userinfo keeps the standard names if the claims have others', async (t) => {
  const provider = await MockProvider.start(t);
  const names = ['--email-claim', NAMESPACED.email, '--email-verified-claim', NAMESPACED.verified];
  const server = await Server.start(t, [...provider.options, ...names]);
  provider.account('ada', { email: 'ada@example.org', email_verified: true });
  // A server with configured names ignores the claims with the standard names.
  const token = await provider.tokenWithAddress('ada', 'bob@example.org');
  const game = await server.client(token).start(['Rome'], 2);

  const plain = server.client(await provider.token('ada'));
  assert.deepEqual(await plain.games(), [game]);
});

test('an unverified account with the same address never sees the games of the verified one', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', { email: 'ada@example.org', email_verified: true });
  provider.account('eve', { email: 'ada@example.org', email_verified: false });
  const ada = server.client(await provider.token('ada'));
  const eve = server.client(await provider.token('eve'));
  const game = await ada.start(['Rome'], 2);

  for (const path of ['/games', `/games/${game}`, `/games/${game}/questions`, '/games']) {
    (await eve.get(path)).fails(403, 'email_not_verified');
  }
  (await eve.post('/games', { keywords: ['Rome'] })).fails(403, 'email_not_verified');
  assert.deepEqual(await ada.games(), [game]);
});
