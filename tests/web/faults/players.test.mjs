import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Player } from '../support/player.mjs';
import { Site } from '../support/site.mjs';

const KEYWORDS = ['Keywords', { exact: true }];

/** Starts a game of a named player and types an answer, without sending it. */
async function typing(t, options) {
  const player = await (await open(t, await Site.start(t, options))).signIn('Ada');
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await player.page.getByLabel('Your answer').fill('Jupiter');
  return player;
}

/** Continues as the named player, and asserts that the game is where it was. */
async function goesOn(player, prompt) {
  await player.heading('Please sign in again').waitFor();
  assert.equal(await player.button('Play').count(), 0);
  await player.button('Continue as Ada').click();
  assert.equal(await player.question(), prompt);
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Jupiter');
  await player.send();
}

test('a named player whose token expires in the middle of an answer goes on under the same name', async (t) => {
  const player = await typing(t);
  const prompt = await player.question();
  await player.page.getByRole('banner').getByText('Ada', { exact: true }).waitFor();
  await player.refuse('**/questions/answer', 1, 401, { code: 'unauthenticated' });
  await player.button('Answer').click();
  await goesOn(player, prompt);
  await player.page.getByRole('banner').getByText('Ada', { exact: true }).waitFor();
});

test('a named player goes on under the same name after a restart', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'quizcraft-web-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const player = await typing(t, ['--data', join(folder, 'games')]);
  const prompt = await player.question();
  await player.site.server.kill();
  await player.site.server.restart();
  await player.button('Answer').click();
  await goesOn(player, prompt);
});

test('a named player goes on in another tab, unless the name was forgotten', async (t) => {
  const first = await typing(t);
  const page = await first.page.context().newPage();
  await page.goto(first.page.url());
  const second = new Player(page, first.site);
  await second.button('Continue as Ada').click();
  assert.equal(await second.question(), await first.question());

  await second.button('Change player').click();
  await second.button('Play').waitFor();
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), {});
  // The other tab stays with its player.
  await first.refuse('**/questions/answer', 1, 401, { code: 'unauthenticated' });
  await first.button('Answer').click();
  await first.button('Continue as Ada').waitFor();
});

test('a named player whose token expired may play under another name, or without one', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn('Ada');
  for (const [action, name] of [['Play under this name', 'Bob'], ['Play without a name', '']]) {
    await player.refuse('**/games?*', 1, 401, { code: 'unauthenticated' });
    await player.page.reload();
    await player.page.getByText('Play under another name').click();
    await player.page.getByLabel('Name').fill(name);
    await player.button(action).click();
    await player.heading('What do you want to be asked about?').waitFor();
    assert.equal(await player.page.locator('#player').textContent(), name);
  }
});

test('after a change of the player, another one does not see what was typed, and the same one finds it', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn('Ada');
  await player.page.getByLabel(...KEYWORDS).fill('Rome,');
  await player.page.getByLabel(...KEYWORDS).fill('ancient Egy');
  await player.button('Change player').click();
  await player.heading('A quiz about what you like').waitFor();
  const kept = await player.page.evaluate(() => ({ ...JSON.parse(sessionStorage.quizcraft), ...localStorage }));
  assert.deepEqual(Object.keys(kept), ['new game Ada']);
  assert.deepEqual(await player.page.context().cookies(), []);

  await player.signIn('Bob');
  assert.equal(await player.page.locator('li.chip').count(), 0);
  assert.equal(await player.page.getByLabel(...KEYWORDS).inputValue(), '');
  await player.button('Change player').click();
  await player.signIn('Ada');
  await player.button('Remove Rome').waitFor();
  assert.equal(await player.page.getByLabel(...KEYWORDS).inputValue(), 'ancient Egy');
});

test('an empty name field does not change the player', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn('Ada');
  await player.refuse('**/games?*', 1, 401, { code: 'unauthenticated' });
  await player.page.reload();
  await player.page.getByText('Play under another name').click();
  for (const nothing of ['', '  ']) {
    await player.page.getByLabel('Name').fill(nothing);
    await player.page.keyboard.press('Enter');
  }
  await player.button('Continue as Ada').click();
  await player.page.getByRole('banner').getByText('Ada', { exact: true }).waitFor();
});

test('a name that is too long is explained', async (t) => {
  const player = await open(t, await Site.start(t));
  await player.page.getByText('Play under another name').click();
  const name = player.page.getByLabel('Name');
  await name.pressSequentially('x'.repeat(45));
  assert.equal((await name.inputValue()).length, 40);
  await name.fill('李小龙'.repeat(12));
  await player.button('Play under this name').click();
  await player.text('This name is too long. Choose a shorter one.').waitFor();
  await name.fill('李小龙');
  await player.page.keyboard.press('Enter');
  await player.page.getByRole('banner').getByText('李小龙').waitFor();
});
