import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

const NOTICE = 'This question was answered before, perhaps in another tab. That answer counts.';

async function twoTabs(t, options) {
  const first = await (await open(t, await Site.start(t))).signIn();
  await first.newGame(['Space'], options);
  const second = await first.anotherTab();
  await second.question();
  return [first, second];
}

const choose = (player, at) => player.page.getByRole('radio').nth(at).check();

test('an answer of another tab counts, and is shown', async (t) => {
  const [first, second] = await twoTabs(t);
  await choose(first, 0);
  await first.send();
  await choose(second, 1);
  await second.send();
  await second.text(NOTICE).waitFor();
  assert.equal(await second.result(), await first.result());
  const { questions } = await first.api(`/games/${first.game}/questions`);
  const mine = second.page.locator('li', { hasText: 'your answer' });
  assert.equal(await mine.locator('bdi').first().innerText(), questions[0].response);
  await second.next();
  await second.text('2 of 5').waitFor();
});

test('the same answer in both tabs is the same answer', async (t) => {
  const [first, second] = await twoTabs(t);
  for (const player of [first, second]) {
    await choose(player, 0);
    await player.send();
  }
  assert.equal(await second.text(NOTICE).count(), 0);
  assert.equal((await first.api(`/games/${first.game}`)).questions_answered, 1);
});

test('a tab that is several questions behind catches up', async (t) => {
  const [first, second] = await twoTabs(t);
  for (let question = 0; question < 3; question += 1) {
    await first.answer();
    await first.next();
    await first.question();
  }
  await choose(second, 1);
  await second.send();
  await second.next();
  await second.text('4 of 5').waitFor();
  const { score } = await second.api(`/games/${second.game}`);
  await second.text(`Score ${score}`).waitFor();
});

test('a tab learns that another one has finished the game', async (t) => {
  const [first, second] = await twoTabs(t);
  await first.finish();
  await choose(second, 1);
  await second.send();
  await second.button('See the summary').click();
  await second.page.getByRole('heading', { name: 'Questions' }).waitFor();
});

test('the back button leaves a game, and forward returns to it with the choice', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space']);
  const prompt = await player.question();
  await choose(player, 2);
  await player.page.goBack();
  await player.heading('What do you want to be asked about?').waitFor();
  await player.page.goForward();
  assert.equal(await player.question(), prompt);
  assert.ok(await player.page.getByRole('radio').nth(2).isChecked());

  await player.page.getByRole('link', { name: 'QuizCraft' }).click();
  await player.page.getByRole('link', { name: /Space/ }).click();
  assert.equal(await player.question(), prompt);
});

test('a typed answer survives a reload', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await player.page.getByLabel('Your answer').fill('Jupi');
  await player.page.reload();
  await player.question();
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Jupi');
});

test('an address that leads nowhere is explained', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  await player.page.goto(`${site.url}/#/games/42`);
  await player.heading('This page does not exist').waitFor();
  await player.page.goto(`${site.url}/#/games/${'0'.repeat(64)}`);
  await player.heading('This game is not here').waitFor();
  await player.page.getByRole('main').getByRole('link', { name: 'Home' }).click();
  await player.heading('What do you want to be asked about?').waitFor();
});
