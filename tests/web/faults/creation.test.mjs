import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

/** Starts a game whose response is lost, and returns to the form. The game exists. */
async function lostGame(t, keywords = 'Space, Music') {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.page.clock.install();
  await player.page.route('**/games', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await player.openOptions();
  await player.page.getByRole('radio', { name: '5', exact: true }).check();
  await player.page.getByLabel('Keywords', { exact: true }).fill(`${keywords},`);
  await player.button('Start the game').click();
  await player.outage.waitFor();
  await player.page.unroute('**/games');
  await player.page.reload();
  await player.heading('What do you want to be asked about?').waitFor();
  const { games: [{ id }] } = await player.api('/games');
  return { player, id };
}

/** Starts the game of the form, and returns its id and the number of games. */
async function startAgain(player) {
  await player.button('Start the game').click();
  await player.page.waitForURL(/#\/games\//);
  const { games } = await player.api('/games');
  return { id: player.game, count: games.length };
}

/** Answers all questions, as another tab does. */
async function finish(player, id) {
  for (let question = 1; question <= 5; question += 1) {
    const { kind, options } = await player.api(`/games/${id}/questions/ask`, 'POST');
    const responses = { single: options[0], multiple: options.slice(0, 1), order: options, number: '1', text: 'x' };
    await player.api(`/games/${id}/questions/answer`, 'POST', { question, response: responses[kind] });
  }
}

test('a game whose response was lost is found by starting it again', async (t) => {
  const { player, id } = await lostGame(t);
  assert.deepEqual(await startAgain(player), { id, count: 1 });
});

test('a game whose response was lost, and which was played since, is not started again', async (t) => {
  const { player, id } = await lostGame(t);
  await finish(player, id);
  const again = await startAgain(player);
  assert.notEqual(again.id, id);
  assert.equal(again.count, 2);
  await player.text('1 of 5').waitFor();
});

test('a game whose response was lost, and which the player has seen since, is not started again', async (t) => {
  const { player, id } = await lostGame(t);
  await player.page.goto(`${player.site.url}/#/games/${id}`);
  await player.question();
  await player.page.goBack();
  await player.heading('What do you want to be asked about?').waitFor();
  const again = await startAgain(player);
  assert.notEqual(again.id, id);
  assert.equal(again.count, 2);
});

test('a game that failed is tried anew', async (t) => {
  const { player, id } = await lostGame(t, 'xyzzy foo');
  const again = await startAgain(player);
  assert.notEqual(again.id, id);
  assert.equal(again.count, 2);
});

test('a game whose response was lost some minutes ago is not started again', async (t) => {
  const { player, id } = await lostGame(t);
  await player.page.clock.fastForward('06:00');
  const again = await startAgain(player);
  assert.notEqual(again.id, id);
  assert.equal(again.count, 2);
});
