import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MockProvider } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';

const ADA = { email: 'ada@example.org', email_verified: true };
const BOB = { email: 'bob@example.org', email_verified: true };

test('a player plays a whole game', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const ada = server.client(await provider.token('ada'));

  const id = await ada.start(['Rome'], 2);
  assert.equal((await ada.ready(id)).questions_limit, 2);
  for (const index of [1, 2]) assert.equal((await ada.answer(id)).index, index);

  const { body: game } = (await ada.get(`/games/${id}`)).is(200);
  assert.equal(game.status, 'FINISHED');
  assert.equal(game.questions_answered, 2);
});

test('the provider is not contacted before the first token', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  (await server.client().get('/games')).fails(401, 'unauthenticated');
  assert.equal(provider.requests, 0);

  provider.account('ada', ADA);
  await server.client(await provider.token('ada')).games();
  assert.equal(provider.keyFetches, 1);
});

test('the provider is contacted once for many requests with one token', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const ada = server.client(await provider.token('ada'));
  for (let request = 0; request < 10; request += 1) await ada.games();
  assert.equal(provider.userinfoRequests, 1);
  assert.equal(provider.keyFetches, 1);
});

test('concurrent requests with new tokens cause one look-up per token', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  const accounts = ['ada', 'bob', 'cleo', 'dora'];
  for (const name of accounts) {
    provider.account(name, { email: `${name}@example.org`, email_verified: true });
  }
  const tokens = await Promise.all(accounts.map((name) => provider.token(name)));

  // No request gets a response before all four have arrived, so they are concurrent.
  const release = provider.delayUserinfo();
  const replies = Array.from({ length: 200 }, (_, at) => server.client(tokens[at % 4]).games());
  await provider.untilUserinfoRequests(4);
  release();

  for (const games of await Promise.all(replies)) assert.deepEqual(games, []);
  assert.equal(provider.userinfoRequests, 4);
  assert.equal(provider.keyFetches, 1);
});

test('a new token of the same account belongs to the same player', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const game = await server.client(await provider.token('ada')).start(['Rome'], 2);

  const later = await provider.token('ada', { jti: 'another token' });
  assert.deepEqual(await server.client(later).games(), [game]);
});

test('another account with the same verified address is the same player', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada by password', ADA);
  provider.account('ada by a friend', ADA);
  const game = await server.client(await provider.token('ada by password')).start(['Rome'], 2);

  const friend = server.client(await provider.token('ada by a friend'));
  assert.deepEqual(await friend.games(), [game]);
});

test("players do not see each other's games", async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  provider.account('bob', BOB);
  const game = await server.client(await provider.token('ada')).start(['Rome'], 2);

  const bob = server.client(await provider.token('bob'));
  assert.deepEqual(await bob.games(), []);
  (await bob.get(`/games/${game}`)).fails(404, 'no_such_game');
});
