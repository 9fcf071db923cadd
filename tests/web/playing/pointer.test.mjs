import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

const items = (page) => page.locator('form .movable').evaluateAll((rows) => rows.map((row) => row.dataset.item));

async function middleOf(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

async function orderGame(t, options) {
  const player = await (await open(t, await Site.start(t), options)).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  return player;
}

test('a row is dragged with the mouse, and the order survives a reload', async (t) => {
  const { page } = await orderGame(t);
  const [first, ...others] = await items(page);
  const row = page.locator('form .movable').first();
  const from = await middleOf(row.locator('.handle'));
  const to = await middleOf(page.locator('form .movable').last());
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 2, { steps: 8 });
  await page.mouse.up();
  assert.deepEqual(await items(page), [...others, first]);

  await page.reload();
  await page.getByRole('button', { name: 'Answer' }).waitFor();
  assert.deepEqual(await items(page), [...others, first]);
});

test('a row is dragged with a finger by its handle; elsewhere the finger scrolls', async (t) => {
  const { page } = await orderGame(t, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 420 } });
  const [first, second, ...others] = await items(page);
  const client = await page.context().newCDPSession(page);
  const drag = async (from, to) => {
    const touch = (type, points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', [from]);
    for (let step = 1; step <= 6; step += 1) {
      const part = step / 6;
      await touch('touchMove', [{ x: from.x, y: from.y + (to.y - from.y) * part }]);
    }
    await touch('touchEnd', []);
  };
  const rows = page.locator('form .movable');
  await rows.first().scrollIntoViewIfNeeded();
  await drag(await middleOf(rows.nth(0).locator('bdi').first()), await middleOf(rows.nth(1)));
  assert.deepEqual(await items(page), [first, second, ...others]);
  await rows.first().scrollIntoViewIfNeeded();
  const { x, y } = await middleOf(rows.nth(1));
  await drag(await middleOf(rows.nth(0).locator('.handle')), { x, y: y + 4 });
  assert.deepEqual(await items(page), [second, first, ...others]);
});

test('a game is played by touch alone', async (t) => {
  const options = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } };
  const { page } = await open(t, await Site.start(t), options);
  const tap = (name) => page.getByRole('button', { name }).first().tap();
  await tap('Play');
  await page.getByText('Options: 10 questions').tap();
  for (const kind of ['Choose one', 'Choose several', 'Estimate a number', 'Write a text']) await page.getByText(kind, { exact: true }).tap();
  await page.getByText('All topics').tap();
  await tap('Chemical elements');
  await tap(/^Move .* down$/);
  await tap('Answer');
  await tap('Next question');
  await page.getByText(/^2 of/).waitFor();
});

test('a double click on the button skips neither a result nor a question', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space']);
  await player.respond();
  await player.settled();
  await player.button('Answer').dblclick();
  await player.result();
  await player.settled();
  await player.button('Next question').dblclick();
  await player.settled();
  await player.text('2 of 5').waitFor();
  assert.equal(await player.page.getByRole('alert').isVisible(), false);
});

test('the arrows at both ends are marked as disabled', async (t) => {
  const { page } = await orderGame(t);
  const ends = () => page.locator('form .movable').evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll('button')].map((button) => button.ariaDisabled === 'true')));
  const expected = (await items(page)).map((_, at, all) => [at === 0, at === all.length - 1]);
  assert.deepEqual(await ends(), expected);
  await page.getByRole('button', { name: /^Move .* down$/ }).first().click();
  assert.deepEqual(await ends(), expected);
});
