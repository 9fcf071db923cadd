import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../shared/node/eventually.mjs';
import { open } from '../support/browser.mjs';
import { openWithProvider } from '../support/provider_site.mjs';
import { Site } from '../support/site.mjs';

const MODULE = '**/web/views/keywords.js';
const OIDC = /\/web\/oidc\.js/;

/** Asserts that the page says that it was not loaded, and starts when it is loaded again. */
async function isLoadedAgain(player) {
  await player.heading('The page could not be loaded').waitFor();
  await player.page.unroute(MODULE);
  await player.page.getByRole('link', { name: 'Load it again' }).click();
  await player.button('Play').waitFor();
  assert.match(player.page.url(), /#\/nowhere$/);
}

test('a module that does not arrive is explained, and the page can be loaded again', async (t) => {
  const player = await open(t, await Site.start(t), { hash: '#/nowhere' });
  await player.page.route(MODULE, (route) => route.abort());
  await player.page.reload();
  await isLoadedAgain(player);
});

test('a module of another release is explained', async (t) => {
  const player = await open(t, await Site.start(t), { hash: '#/nowhere', tolerated: /does not provide an export/ });
  await player.page.route(MODULE, (route) => route.fulfill({ contentType: 'text/javascript', body: 'export {};' }));
  await player.page.reload();
  await isLoadedAgain(player);
});

test('a sign-in whose module does not arrive is a lost connection', async (t) => {
  const { player } = await openWithProvider(t);
  await player.button('Sign in').waitFor();
  let attempts = 0;
  await player.page.route(OIDC, (route) => {
    attempts += 1;
    return attempts < 3 ? route.abort() : route.continue();
  });
  await player.page.reload();
  await player.outage.getByText('The server does not respond.').waitFor();
  await eventually('the module is loaded', async () => {
    await player.tryNow();
    return player.button('Sign in').isVisible();
  });
  assert.equal(attempts, 3);
  await player.button('Sign in').click();
  await player.button('Log in as Ada').click();
  await player.heading('What do you want to be asked about?').waitFor();
});

test('a sign-in whose module is of another release asks to load the page again', async (t) => {
  const { player } = await openWithProvider(t);
  await player.button('Sign in').waitFor();
  const body = "import { missing } from './http.js'; export const takeTokens = missing;";
  await player.page.route(OIDC, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await player.page.reload();
  await player.heading('The page is out of date').waitFor();
  await player.page.unroute(OIDC);
  await player.button('Load it again').click();
  await player.button('Sign in').waitFor();
});
