import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../shared/node/eventually.mjs';
import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

const GAME = /\/games\/[0-9a-f]{64}$/;

async function signedIn(t) {
  const player = await (await open(t, await Site.start(t))).signIn();
  return { player, field: player.page.getByLabel('Keywords', { exact: true }) };
}

/** Asserts that the page says what it waits for, and that this button does nothing meanwhile. */
async function waits(player, message, button) {
  await player.loading.getByText(message).waitFor();
  await player.page.locator('[aria-live=polite]').getByText(message).waitFor({ state: 'attached' });
  assert.equal(await player.page.locator('main').getAttribute('aria-busy'), 'true');
  assert.equal(await player.button(button).getAttribute('aria-disabled'), 'true');
}

async function waitsNoLonger(player) {
  await player.loading.waitFor({ state: 'hidden' });
  assert.equal(await player.page.locator('main').getAttribute('aria-busy'), null);
}

test('a game that loads slowly leaves the form as it was, and a second click starts no other one', async (t) => {
  const { player, field } = await signedIn(t);
  let created = 0;
  player.page.on('request', (request) => (created += Number(/\/games$/.test(request.url()) && request.method() === 'POST')));
  const release = await player.hold(GAME);
  await field.fill('Space, Music');
  await player.button('Start the game').click();
  await waits(player, 'Loading…', 'Start the game');
  await player.button('Remove Space').waitFor();
  await player.button('Start the game').click({ force: true });
  await field.press('Enter');
  assert.equal(await player.text('Add at least one keyword.').count(), 0);
  release();
  await player.question();
  await waitsNoLonger(player);
  assert.equal(created, 1);

  await player.page.goBack();
  await field.waitFor();
  assert.equal(await player.page.locator('li.chip').count(), 0);
});

test('keywords that are added while a game is created are kept', async (t) => {
  const { player, field } = await signedIn(t);
  const release = await player.hold('**/games');
  await field.fill('Space,');
  await player.button('Start the game').click();
  await waits(player, 'Loading…', 'Start the game');
  await field.fill('Rome,');
  await field.fill('Egy');
  release();
  await player.question();
  await player.page.goBack();
  await field.waitFor();
  assert.deepEqual(await player.page.locator('li.chip > bdi').allInnerTexts(), ['Rome']);
  assert.equal(await field.inputValue(), 'Egy');
});

test('a slow answer and a slow question are waited for with words', async (t) => {
  const { player } = await signedIn(t);
  await player.newGame(['Space']);
  await player.respond();
  const answered = await player.hold('**/questions/answer');
  await player.button('Answer').click();
  await waits(player, 'Sending your answer…', 'Answer');
  answered();
  await player.result();
  await waitsNoLonger(player);

  const asked = await player.hold('**/questions/ask');
  await player.settled();
  await player.next();
  await waits(player, 'Loading…', 'Next question');
  asked();
  await player.text('2 of 5').waitFor();
  await waitsNoLonger(player);
});

test('a form works again after a slow refusal', async (t) => {
  const { player } = await signedIn(t);
  await player.newGame(['Space']);
  await player.respond();
  await player.refuse('**/questions/answer', 1, 400, { code: 'invalid_answer' });
  const release = await player.hold('**/questions/answer');
  await player.button('Answer').click();
  await waits(player, 'Sending your answer…', 'Answer');
  release();
  await player.text('Status 400.').waitFor();
  await waitsNoLonger(player);
  assert.equal(await player.button('Answer').getAttribute('aria-disabled'), null);
  await player.send();
});

test('a link leaves a screen that waits', async (t) => {
  const { player, field } = await signedIn(t);
  await player.newGame(['Space']);
  await player.respond();
  await player.hold('**/questions/answer');
  await player.button('Answer').click();
  await waits(player, 'Sending your answer…', 'Answer');
  await player.page.getByRole('link', { name: 'QuizCraft' }).click();
  await field.waitFor();
  await waitsNoLonger(player);
  await eventually('the new screen works', async () => {
    await player.button('Start the game').click();
    return player.text('Add at least one keyword.').isVisible();
  });
});
