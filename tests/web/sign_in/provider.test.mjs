import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../shared/node/eventually.mjs';
import { logIn, openWithProvider } from '../support/provider_site.mjs';

test('a player signs in at a provider and plays', async (t) => {
  const { player, site, provider } = await openWithProvider(t);
  const requests = [];
  player.page.on('request', (request) => requests.push(new URL(request.url())));
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();

  const authorization = requests.find(({ origin, pathname }) => origin === provider.issuer && pathname === '/auth');
  const sent = Object.fromEntries(authorization.searchParams);
  assert.equal(sent.response_type, 'code');
  assert.equal(sent.redirect_uri, `${site.url}/`);
  assert.equal(sent.code_challenge_method, 'S256');
  for (const name of ['code_challenge', 'state', 'nonce']) assert.match(sent[name], /^[\w-]{43}$/);

  await player.newGame(['Space']);
  await player.answer();
  const token = await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session.token);
  assert.ok(requests.length > 10);
  assert.ok(requests.every(({ href }) => !href.includes(token.split('.')[1])));
});

test('neither the address nor the history contains the code', async (t) => {
  const { player, site } = await openWithProvider(t);
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();
  assert.equal(player.page.url(), `${site.url}/`);
  const token = await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session.token);
  const visited = [];
  player.page.on('framenavigated', (frame) => visited.push(frame.url()));
  const entries = await player.page.evaluate(() => history.length);
  for (let entry = 1; entry < entries; entry += 1) {
    await player.page.goBack({ waitUntil: 'commit' }).catch(() => {});
    visited.push(player.page.url());
  }
  assert.ok(visited.length >= entries - 1, visited);
  for (const url of visited) assert.ok(!/[?&]code=/.test(url) && !url.includes(token.split('.')[1]), url);
  await player.page.goto(`${site.url}/`);
  await player.heading('What do you want to be asked about?').waitFor();
  assert.equal(player.page.url(), `${site.url}/`);
});

test('after the sign-in the player is where they were, with what they typed', async (t) => {
  const { player } = await openWithProvider(t);
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  const prompt = await player.heading().innerText();
  await player.page.getByLabel('Your answer').fill('Jupiter');
  await player.refuse('**/questions/answer', 1, 401, { code: 'unauthenticated' });
  await player.button('Answer').click();

  await player.heading('Please sign in again').waitFor();
  await player.button('Sign in').click();
  // The provider remembers the player.
  assert.equal(await player.question(), prompt);
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Jupiter');
  await player.send();
});

test('a player who cancels reads so, and can try again', async (t) => {
  const { player, site } = await openWithProvider(t);
  await player.button('Sign in').click();
  await player.button('Cancel').click();
  await player.text('The identity provider refused the sign-in: access_denied.').waitFor();
  assert.equal(player.page.url(), `${site.url}/`);
  await player.button('Try again').click();
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();
});

test('an error without a state is explained, repeats no text of the address, and leaves it', async (t) => {
  const { player, site } = await openWithProvider(t);
  await player.button('Sign in').waitFor();
  await player.page.goto(`${site.url}/?error=access_denied&error_description=Call+this+number`);
  await player.text('The identity provider refused the sign-in.').waitFor();
  assert.equal(await player.text('Call this number').count(), 0);
  assert.equal(player.page.url(), `${site.url}/`);
  await player.button('Try again').click();
  await player.button('Sign in').waitFor();
});

test('a response that this tab did not request is refused', async (t) => {
  const { player, site } = await openWithProvider(t);
  const tokens = [];
  player.page.on('request', (request) => request.url().endsWith('/token') && tokens.push(request));
  await player.button('Sign in').waitFor();
  await player.page.goto(`${site.url}/?code=stolen&state=made-up`);
  await player.text('This sign-in was started elsewhere.').waitFor();
  assert.equal(player.page.url(), `${site.url}/`);
  assert.deepEqual(tokens, []);
});

test('a response with another state, or of another issuer, is refused', async (t) => {
  const { player, site, provider } = await openWithProvider(t);
  const tokens = [];
  player.page.on('request', (request) => request.url().endsWith('/token') && tokens.push(request));
  for (const change of [{ state: 'made-up' }, { iss: 'https://other.example' }]) {
    const authorization = player.page.waitForRequest(`${provider.issuer}/auth?*`);
    await player.button('Sign in').click();
    const state = new URL((await authorization).url()).searchParams.get('state');
    await player.button('Log in as Ada').waitFor();
    const response = new URLSearchParams({ code: 'stolen', state, iss: provider.issuer, ...change });
    await player.page.goto(`${site.url}/?${response}`);
    await player.text('This sign-in was started elsewhere.').waitFor();
    await player.button('Try again').click();
  }
  assert.deepEqual(tokens, []);
});

for (const [name, change] of Object.entries({
  'the nonce': (claims) => ({ ...claims, nonce: 'made-up' }),
  'the audience': (claims) => ({ ...claims, aud: 'another client' }),
  'the issuer': (claims) => ({ ...claims, iss: 'https://other.example' }),
})) {
  test(`an ID token is refused by ${name}`, async (t) => {
    const { player } = await openWithProvider(t);
    await player.page.route('**/token', async (route) => {
      const response = await route.fetch();
      const tokens = await response.json();
      const [head, claims, signature] = tokens.id_token.split('.');
      const changed = change(JSON.parse(Buffer.from(claims, 'base64url').toString()));
      const id_token = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
      await route.fulfill({ response, json: { ...tokens, id_token } });
    });
    await logIn(player);
    await player.text('The ID token belongs to another sign-in.').waitFor();
    assert.equal(await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session), undefined);
  });
}

for (const [name, respond, message] of [
  ['cannot be reached', (route) => route.abort(), /^The identity provider did not respond, or it does not allow requests from http/],
  ['issues no token', (route) => route.fulfill({ json: {} }), /^The identity provider issued no access token\.$/],
  ['responds with something else', (route) => route.fulfill({ body: 'hello' }), /^The identity provider issued no access token\.$/],
  ['refuses the code', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant', error_description: 'too late' } }),
    /^The identity provider refused the sign-in: invalid_grant \(too late\)\.$/],
  ['sends a malformed ID token', (route) => route.fulfill({ json: { access_token: 'a.b.c', id_token: 'nonsense' } }),
    /^The identity provider sent a malformed ID token\.$/],
]) {
  test(`a provider that ${name} is explained`, async (t) => {
    const { player } = await openWithProvider(t);
    await player.page.route('**/token', respond);
    await logIn(player);
    await player.text(message).waitFor();
    assert.equal(await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session), undefined);
  });
}

test('a token that the service never accepted is no expired one', async (t) => {
  const { player } = await openWithProvider(t);
  const challenge = 'Bearer error="invalid_token", error_description="of another audience"';
  await player.refuse('**/games?*', 2, 401, { code: 'unauthenticated', 'www-authenticate': challenge });
  await logIn(player);
  const refused = player.heading('Your sign-in was refused');
  await player.text('The service does not accept it: Status 401: of another audience.').waitFor();
  await player.button('Sign in').click();
  await refused.waitFor({ state: 'detached' });
  await refused.waitFor();
  await player.button('Sign in').click();
  await player.heading('What do you want to be asked about?').waitFor();
});

test('a player whose page is the audience plays with an ID token', async (t) => {
  const { player } = await openWithProvider(t, '', { audience: 'the page' });
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();
  const token = await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session.token);
  const { aud, nonce } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  assert.equal(aud, 'the page');
  assert.ok(nonce);
  await player.newGame(['Space']);
  await player.answer();
});

test('a player who goes elsewhere during the sign-in is signed in there', async (t) => {
  const { player } = await openWithProvider(t);
  let isHeld = false;
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await player.page.route('**/token', async (route) => {
    isHeld = true;
    await released;
    await route.continue();
  });
  await logIn(player);
  await eventually('the page requests the token', () => isHeld);
  await player.page.evaluate(() => (location.hash = '#/nowhere'));
  await player.button('Sign in').waitFor();
  release();
  await player.heading('This page does not exist').waitFor();
});

test('signing out ends the session at the provider, too', async (t) => {
  const { player, provider } = await openWithProvider(t);
  await logIn(player);
  await player.heading('What do you want to be asked about?').waitFor();
  await player.button('Sign out').click();
  await player.page.waitForURL(`${provider.issuer}/session/end?*`);
  await player.page.goBack();
  await player.button('Sign in').waitFor();
  // Another player on the same machine finds nothing.
  assert.deepEqual(await player.page.evaluate(() => ({ ...sessionStorage, ...localStorage })), { quizcraft: '{}' });
});
