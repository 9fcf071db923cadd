import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { MockProvider } from '../support/mock_provider.mjs';
import { Site } from '../support/site.mjs';

test('a player signs in at another provider, with PKCE, and plays', async (t) => {
  const provider = await MockProvider.start(t);
  const player = await open(t, await Site.start(t, provider.options), { origins: [provider.issuer] });
  const authorization = player.page.waitForRequest(`${provider.issuer}/authorize?*`);
  await player.button('Sign in').click();
  await player.heading('What do you want to be asked about?').waitFor();
  const { searchParams } = new URL((await authorization).url());
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  assert.match(searchParams.get('code_challenge'), /^[\w-]{43}$/);
  // The provider has checked the verifier, and the page the nonce in the ID token.
  assert.deepEqual(provider.grants.map(({ grant_type }) => grant_type), ['authorization_code']);
  assert.match(provider.grants[0].code_verifier, /^[\w-]{43}$/);
  await player.newGame(['Space']);
  await player.answer();
});
