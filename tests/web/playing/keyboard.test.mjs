import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { eventually } from '../support/eventually.mjs';
import { Site } from '../support/site.mjs';

/** Tabs until the focus is on an element with this text or label. */
async function tabTo(page, text) {
  for (let stop = 0; stop < 80; stop += 1) {
    const found = await page.evaluate((wanted) => {
      const { labels, innerText } = document.activeElement;
      return document.activeElement !== document.body && (labels?.[0]?.innerText ?? innerText).includes(wanted);
    }, text);
    if (found) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the focus does not reach ${text}`);
}

test('a whole game is played with the keyboard alone', async (t) => {
  const player = await open(t, await Site.start(t));
  const { page } = player;
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await player.button('Play').waitFor();
  await tabTo(page, 'Play');
  await press('Enter');
  await player.heading('What do you want to be asked about?').waitFor();
  await tabTo(page, 'Keywords');
  await page.keyboard.type('Space');
  await press('Enter', 'Tab');
  await tabTo(page, '10');
  await press('ArrowLeft');
  for (const kind of ['Choose several', 'Estimate a number', 'Write a text', 'Put in order']) {
    await tabTo(page, kind);
    await press('Space');
  }
  await tabTo(page, 'Start the game');
  await press('Enter');

  for (let number = 1; number <= 5; number += 1) {
    await player.question();
    await player.text(`${number} of 5`).waitFor();
    const before = await page.locator('form').innerText();
    await press('1');
    if (before.includes('Put the items in order')) await press('ArrowDown');
    await press('Enter');
    await player.result();
    await press('Enter');
  }
  await eventually('the summary', () => player.isAtSummary());
  await tabTo(page, 'New game');
  await press('Enter');
  await player.heading('What do you want to be asked about?').waitFor();
});

test('digits choose options and unchoose them', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { kinds: ['Choose several'] });
  const chosen = () => player.page.getByRole('checkbox').evaluateAll((boxes) => boxes.map((box) => box.checked));
  for (const digit of ['1', '3', '1', '8']) await player.page.keyboard.press(digit);
  const boxes = await chosen();
  assert.deepEqual(boxes, boxes.map((_, at) => at === 2 || (at === 7 && boxes.length === 8)));
});

test('digits do nothing while the focus is outside of the question', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space']);
  await player.button('Sign out').focus();
  await player.page.keyboard.press('1');
  assert.equal(await player.page.getByRole('radio', { checked: true }).count(), 0);
});

test('a key that is held down answers one question only', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space']);
  await player.page.keyboard.press('1');
  await player.page.keyboard.down('Enter');
  await player.result();
  for (let repeat = 0; repeat < 5; repeat += 1) await player.page.keyboard.down('Enter');
  await player.page.keyboard.up('Enter');
  await player.button('Next question').waitFor();
  assert.equal((await player.api(`/games/${player.game}`)).questions_answered, 1);
});

test('arrow keys move an item, and the focus moves with it', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  const items = () => player.page.locator('form ol li').evaluateAll((rows) => rows.map((row) => row.dataset.item));
  const [first, second, ...others] = await items();
  await player.page.keyboard.press('1');
  await player.page.keyboard.press('ArrowDown');
  assert.deepEqual(await items(), [second, first, ...others]);
  await player.page.getByText(`${first}: place 2 of ${others.length + 2}`).waitFor({ state: 'attached' });
  await player.page.keyboard.press('ArrowUp');
  assert.deepEqual(await items(), [first, second, ...others]);
  await player.page.keyboard.press('ArrowUp');
  assert.deepEqual(await items(), [first, second, ...others]);
});

test('a typed answer needs no click into its field', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await player.page.keyboard.type('Planet 9');
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), 'Planet 9');
  await player.page.keyboard.press('Enter');
  await player.result();
});
