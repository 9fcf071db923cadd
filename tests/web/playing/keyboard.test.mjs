import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { eventually } from '../../shared/node/eventually.mjs';
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
  await tabTo(page, 'Options: 10 questions, all kinds');
  await press('Enter', 'Tab');
  await tabTo(page, '10');
  await press('ArrowLeft');
  await tabTo(page, 'Choose several');
  await press('Space');
  await tabTo(page, 'Start the game');
  await press('Enter');

  for (let number = 1; number <= 5; number += 1) {
    await player.question();
    await player.text(`${number} of 5`).waitFor();
    await player.settled();
    const before = await page.locator('form').innerText();
    await press('1');
    // Enter on a row goes to the button.
    if (before.includes('Drag the items')) await press('ArrowDown', 'Enter');
    await press('Enter');
    await player.result();
    await player.settled();
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
  await player.button('Change player').focus();
  await player.page.keyboard.press('1');
  assert.equal(await player.page.getByRole('radio', { checked: true }).count(), 0);
});

test('a key that is held down answers one question only', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space']);
  await player.settled();
  await player.page.keyboard.press('1');
  await player.page.keyboard.down('Enter');
  await player.result();
  await player.settled();
  for (let repeat = 0; repeat < 5; repeat += 1) await player.page.keyboard.down('Enter');
  await player.page.keyboard.up('Enter');
  await player.button('Next question').waitFor();
  assert.equal((await player.api(`/games/${player.game}`)).questions_answered, 1);
});

test('arrow keys move an item, and the focus moves with it', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  const items = () => player.page.locator('form .movable').evaluateAll((rows) => rows.map((row) => row.dataset.item));
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
  await player.settled();
  await player.page.keyboard.press('Enter');
  await player.result();
});

test('Enter on a row goes to the button, and does not answer', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  await player.settled();
  for (const key of ['1', 'ArrowDown', 'Enter']) await player.page.keyboard.press(key);
  assert.equal(await player.focused(), 'Answer');
  assert.equal((await player.api(`/games/${player.game}`)).questions_answered, 0);
  await player.page.keyboard.press('Enter');
  await player.result();
});

test('an order that was not touched is confirmed', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  await player.settled();
  await player.page.keyboard.press('Enter');
  await player.text('You have moved nothing. If this is the right order, answer once more.').waitFor();
  assert.equal((await player.api(`/games/${player.game}`)).questions_answered, 0);
  await player.page.keyboard.press('Enter');
  await player.result();
});

test('each row is one tab stop', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  await player.settled();
  const rows = await player.page.locator('form .movable').count();
  for (let stop = 0; stop <= rows; stop += 1) await player.page.keyboard.press('Tab');
  assert.equal(await player.focused(), 'Answer');
});

test('a second Enter right after the first one skips neither a result nor a question', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { kinds: ['Choose several'] });
  const shown = (text) => player.page.waitForFunction((part) => document.querySelector('main .primary')?.innerText.includes(part), text);
  await player.settled();
  await player.page.keyboard.press('1');
  for (const [key, next] of [['Enter', 'Next question'], ['Enter', 'Answer']]) {
    await player.settled();
    await player.page.keyboard.press(key);
    await shown(next);
    await player.page.keyboard.press(key);
  }
  await player.settled();
  await player.text('2 of 5').waitFor();
  assert.equal(await player.page.getByRole('alert').isVisible(), false);
  assert.equal((await player.api(`/games/${player.game}`)).questions_answered, 1);
});

test('after a reload, the focus is on the question, and keys work', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { limit: 5 });
  const { page } = player;
  await page.reload();
  const prompt = await player.question();
  assert.equal(await player.focused(), prompt);
  await page.keyboard.press('2');
  assert.ok(await page.getByRole('radio').nth(1).isChecked());
  await page.reload();
  await player.settled();
  await page.keyboard.press('Enter');
  await player.result();
});

/** Takes the focus from every element, as a click beside the form does. */
async function focusNothing(page) {
  await page.mouse.click(2, 400);
  assert.ok(await page.evaluate(() => document.activeElement === document.body));
}

test('while the focus is nowhere, Enter answers, and characters do nothing', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const { page } = player;
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await focusNothing(page);
  await page.keyboard.type('1x');
  assert.equal(await page.getByLabel('Your answer').inputValue(), '');
  assert.ok(await page.evaluate(() => document.activeElement === document.body));
  await page.getByRole('link', { name: 'QuizCraft' }).click();

  await player.newGame(['Space']);
  await page.keyboard.press('2');
  await focusNothing(page);
  await page.keyboard.press('1');
  assert.ok(await page.getByRole('radio').nth(1).isChecked());
  await player.settled();
  await page.keyboard.press('Enter');
  await player.result();
});

test('the hint names the keys that work', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  for (const [kind, keyword, hint] of [
    ['Choose one', 'Space', /^Keys: 1 to \d, then Enter$/],
    ['Put in order', 'Chemical elements', /^Keys: 1 to \d, ↑ and ↓, then Enter$/],
    ['Write a text', 'Space', /^Key: Enter$/],
  ]) {
    await player.newGame([keyword], { kinds: [kind] });
    const options = await player.page.locator('.option').count();
    const text = await player.page.locator('.hint.keys').innerText();
    assert.match(text, hint);
    if (options > 0) assert.ok(text.includes(`1 to ${options}`), text);
    await player.page.getByRole('link', { name: 'Home' }).click();
  }
});
