import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

const VIEWS = /\/games\/[0-9a-f]{64}$/;

/** Starts a game that stays pending until the returned function is called. */
async function pendingGame(t, changes = {}) {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.page.clock.install();
  const looks = [];
  let isPending = true;
  await player.page.route(VIEWS, async (route) => {
    const response = await route.fetch();
    const game = await response.json();
    looks.push(performance.now());
    await route.fulfill({ response, json: isPending ? { ...game, status: 'PENDING', ...changes } : game });
  });
  await player.page.getByLabel('Keywords', { exact: true }).fill('Space');
  await player.button('Start the game').click();
  await player.heading('Your questions are being made').waitFor();
  return { player, looks, open: () => (isPending = false) };
}

test('a pending game tells how long it takes, and is looked at ever more rarely', async (t) => {
  const { player, looks, open: release } = await pendingGame(t);
  await player.text('You have waited 4 s.').waitFor();
  const pauses = looks.slice(1).map((time, at) => time - looks[at]);
  assert.ok(pauses[0] >= 290 && pauses[0] < 1_000, pauses);
  assert.ok(pauses.length >= 4 && pauses.length <= 7, pauses);
  release();
  await player.question();
});

test('a game that takes long can be left and found again', async (t) => {
  // The clocks of the server and of the player differ, which changes nothing.
  const { player, open: release } = await pendingGame(t, { creation_time: Date.now() - 3_600_000 });
  await player.text(/You have waited [0-3] s/).waitFor();
  const note = player.text('You can leave: the game will be among the games to continue.');
  assert.equal(await note.count(), 0);
  await player.page.clock.fastForward(20_000);
  await note.waitFor();
  await player.page.getByRole('link', { name: 'Home' }).click();
  await player.page.getByRole('heading', { name: 'Games to continue' }).waitFor();
  release();
  await player.page.getByRole('link', { name: /Space/ }).click();
  await player.question();
});

test('a reload does not start the waiting time again', async (t) => {
  const { player } = await pendingGame(t);
  await player.page.clock.fastForward(60_000);
  await player.text(/You have waited 6\d s/).waitFor();
  await player.page.reload();
  await player.text(/You have waited (6\d|[7-9]\d) s/).waitFor();
  await player.text('You can leave: the game will be among the games to continue.').waitFor();
});

test('a game that failed says why, and its suggestions start another one', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.openOptions();
  for (const kind of ['Estimate a number', 'Write a text', 'Put in order']) await player.page.getByLabel(kind).uncheck();
  await player.page.getByRole('radio', { name: '20' }).check();
  await player.page.getByLabel('Keywords', { exact: true }).fill('xyzzy foo');
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  const { failure, suggestions } = await player.api(`/games/${player.game}`);
  await player.text(failure).waitFor();
  await player.text('Start a game on:').waitFor();

  await player.button(suggestions[0]).click();
  await player.question();
  const { keywords, questions_limit, kinds } = await player.api(`/games/${player.game}`);
  const expected = { keywords: [suggestions[0]], questions_limit: 20, kinds: ['single', 'multiple'] };
  assert.deepEqual({ keywords, questions_limit, kinds }, expected);
});

test('the keywords of a game that failed can be changed', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const field = player.page.getByLabel('Keywords', { exact: true });
  const change = player.page.getByRole('link', { name: 'Change the keywords' });
  await player.openOptions();
  await player.page.getByRole('radio', { name: '20' }).check();
  await field.fill('xyzzy foo');
  await player.button('Start the game').click();
  await change.click();
  assert.equal(await field.inputValue(), 'xyzzy foo');
  await player.openOptions();
  assert.ok(await player.page.getByRole('radio', { name: '20' }).isChecked());

  await field.fill('xyzzy, foo');
  await player.button('Start the game').click();
  await change.click();
  await player.button('Remove xyzzy').click();
  await player.button('Remove foo').click();
  await player.newGame(['Space']);
});

test('changing the keywords keeps what was typed meanwhile', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const field = player.page.getByLabel('Keywords', { exact: true });
  await field.fill('xyzzy foo');
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  await player.page.getByRole('link', { name: 'Home' }).click();
  await field.fill('Rome');
  await player.page.goBack();
  await player.page.getByRole('link', { name: 'Change the keywords' }).click();
  await player.button('Remove xyzzy foo').waitFor();
  assert.equal(await field.inputValue(), 'Rome');
});

test('changing the keywords keeps those of another draft, without repetitions', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const field = player.page.getByLabel('Keywords', { exact: true });
  const chips = () => player.page.locator('li.chip > bdi').allInnerTexts();
  await field.fill('xyzzy, foo, bar baz qux');
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  await player.page.getByRole('link', { name: 'Home' }).click();
  await field.fill('Rome, FOO, 3, 4, 5, 6, 7, 8, 9,');
  await player.page.goBack();
  await player.page.getByRole('link', { name: 'Change the keywords' }).click();
  await field.waitFor();
  assert.deepEqual(await chips(), ['Rome', 'FOO', '3', '4', '5', '6', '7', '8', '9', 'bar baz qux']);
  assert.equal(await field.inputValue(), 'xyzzy');
  await player.text('A game has at most 10 keywords.').waitFor();
});

test('a question that is not there yet is waited for', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.refuse('**/questions/ask', 1, 409, { code: 'game_pending', 'retry-after': '1' });
  await player.newGame(['Space']);
  await player.answer();
});
