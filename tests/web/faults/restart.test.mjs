import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

/** Starts a game of typed answers and types one, without sending it. */
async function typing(t, options) {
  const site = await Site.start(t, options);
  const player = await (await open(t, site)).signIn();
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await player.page.getByLabel('Your answer').fill('Jupiter');
  return { site, player };
}

async function dataFile(t) {
  const folder = await mkdtemp(join(tmpdir(), 'quizcraft-web-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'games');
}

async function signInAgain(player) {
  await player.heading('Please sign in again').waitFor();
  await player.button('Play').click();
}

test('after a restart the player signs in again, and is where they were', async (t) => {
  const { site, player } = await typing(t, ['--data', await dataFile(t)]);
  const prompt = await player.heading().innerText();
  await site.server.kill();
  await player.button('Answer').click();
  await player.outage.waitFor();
  await site.server.restart();
  await player.tryNow();
  await signInAgain(player);
  assert.equal(await player.question(), prompt);
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Jupiter');
  await player.send();
  const id = player.game;
  await player.next();
  await player.question();
  await player.finish();
  const { status, questions_answered, questions_limit } = await player.api(`/games/${id}`);
  assert.deepEqual([status, questions_answered], ['FINISHED', questions_limit]);
});

test('games that a restart has lost are explained', async (t) => {
  const { site, player } = await typing(t);
  await site.server.kill();
  await site.server.restart();
  await player.button('Answer').click();
  await signInAgain(player);
  await player.heading('This game is not here').waitFor();
  await player.text(/lost when the server was restarted/).waitFor();
  assert.equal(await player.button('Try again').count(), 0);
  await player.page.getByRole('main').getByRole('link', { name: 'Home' }).click();
  await player.newGame(['Space']);
});

test('an expired token is not sent, and nothing typed is lost', async (t) => {
  const { player } = await typing(t);
  await player.page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.quizcraft);
    kept.session.until = Date.now();
    sessionStorage.quizcraft = JSON.stringify(kept);
  });
  const prompt = await player.heading().innerText();
  const requests = [];
  player.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await player.page.reload();
  await player.heading('Please sign in again').waitFor();
  assert.ok(!requests.some((path) => /^\/games(\/|$)/.test(path)), requests);
  await signInAgain(player);
  assert.equal(await player.question(), prompt);
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Jupiter');
});

test('a draft of a new game survives a rejected token', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  await player.page.getByLabel('Keywords', { exact: true }).fill('Rome, Space');
  await site.server.kill();
  await site.server.restart();
  await player.button('Start the game').click();
  await signInAgain(player);
  await player.button('Remove Rome').waitFor();
  await player.button('Remove Space').waitFor();
  await player.button('Start the game').click();
  await player.question();
});

test('players with different names have different games', async (t) => {
  const { player } = await typing(t);
  const id = player.game;
  await player.button('Change player').click();
  await player.signIn('Ada Ünlü 🦊');
  await player.page.goto(`${player.site.url}/#/games/${id}`);
  await player.heading('This game is not here').waitFor();
  await player.button('Change player').click();
  await player.signIn();
  await player.page.getByRole('link', { name: /Space/ }).click();
  await player.question();
});
