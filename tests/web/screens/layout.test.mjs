import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';
import { withTexts } from '../support/texts.mjs';

const PHONE = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } };

/** Returns where the focused control and the bar of an outage are. The field of keywords is drawn by its parent. */
const focusAndBar = (page) => page.evaluate(() => {
  const focused = document.activeElement;
  const { top, bottom } = (focused.id === 'keyword' ? focused.parentElement : focused).getBoundingClientRect();
  const bar = document.querySelector('#outage');
  const edges = bar.getBoundingClientRect();
  const isCovered = !bar.contains(focused) && top < edges.bottom && bottom > edges.top;
  return { html: focused.outerHTML, isCovered, isBody: focused === document.body, y: window.scrollY };
});

for (const width of [360, 1280]) {
  test(`the bar of an outage covers no control that has the focus: ${width} px`, async (t) => {
    const player = await (await open(t, await Site.start(t), { viewport: { width, height: 500 } })).signIn();
    const { page } = player;
    await page.getByLabel('Keywords', { exact: true }).fill('Space,');
    await player.openOptions();
    await page.getByText('All topics').click();
    await page.route('**/games', (route) => route.fulfill({ status: 503, headers: { 'retry-after': '300' }, body: '' }));
    await player.button('Start the game').click();
    await player.outage.waitFor();
    await page.getByRole('link', { name: 'API documentation' }).focus();
    const places = new Set();
    for (let stop = 0; stop < 60; stop += 1) {
      const { html, isCovered, isBody, y } = await focusAndBar(page);
      assert.ok(isBody || !isCovered, `${html} at ${y}`);
      places.add(y);
      await page.keyboard.press('Shift+Tab');
    }
    assert.ok(places.size > 5, [...places]);
  });
}

/** Returns the words of a list of options that are broken, although they would fit into a line of the list. */
const brokenWords = (page) => page.evaluate(() => {
  const broken = [];
  for (const text of document.querySelectorAll('.options bdi')) {
    const node = text.firstChild;
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
    }
  }
  return broken;
});

const WORDS = ['Emancipation Proclamation', 'Constantinople', 'Reconstruction', 'The Universal Declaration'];

for (const kind of ['single', 'multiple', 'order']) {
  for (const width of [320, 360]) {
    test(`no word breaks before and after an answer: ${kind}, ${width} px`, async (t) => {
      const site = await Site.start(t);
      const player = await (await open(t, site, { ...PHONE, viewport: { width, height: 740 } })).signIn();
      const { page } = player;
      const correct = kind === 'single' ? WORDS[1] : WORDS.toReversed();
      const texts = { keywords: ['k'], prompt: 'p', options: WORDS, correct, clarification: 'c' };
      await page.goto(`${site.url}/${await withTexts(page, { kind, texts, response: WORDS })}`);
      await player.question();
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.deepEqual([await brokenWords(page), await overflow()], [[], 0]);
      await player.answer();
      assert.deepEqual([await brokenWords(page), await overflow()], [[], 0]);
    });
  }
}

test('on a touch screen, places are shown, and hints about keys are not', async (t) => {
  const player = await (await open(t, await Site.start(t), PHONE)).signIn();
  const { page } = player;
  assert.ok(await page.evaluate(() => matchMedia('(hover: none)').matches));
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  const places = page.locator('.options .place');
  const count = await page.locator('.movable').count();
  const numbers = Array.from({ length: count }, (_, at) => `${at + 1}`);
  assert.equal(await places.count(), count);
  for (const place of await places.all()) assert.ok(await place.isVisible());
  assert.ok(await page.locator('.keys').isHidden());
  await player.answer();
  assert.deepEqual(await places.allInnerTexts(), numbers);
  for (const place of await places.all()) assert.ok(await place.isVisible());
  await page.getByRole('link', { name: 'QuizCraft' }).tap();
  await player.newGame(['Space']);
  for (const hint of await page.locator('.keys').all()) assert.ok(await hint.isHidden());
});

test('on a phone, the field, some topics and the start of a game are on the first screen, or just below it', async (t) => {
  const player = await (await open(t, await Site.start(t), PHONE)).signIn();
  const { page } = player;
  const bottom = async (locator) => {
    const { y, height } = await locator.boundingBox();
    return y + height;
  };
  await page.getByText('All topics').waitFor();
  const topic = page.locator('.topics .pill').first();
  assert.ok((await bottom(page.getByLabel('Keywords', { exact: true }))) < (await bottom(topic)));
  assert.ok((await bottom(topic)) < 500);
  assert.ok((await bottom(player.button('Start the game'))) < 740 + 100);
});
