import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';
import { HOSTILE, withTexts } from '../support/texts.mjs';

/** Fails if a text has been interpreted, or makes the page wider than its window. */
async function isHarmless({ page }) {
  const seen = await page.evaluate(() => ({
    hacked: window.hacked ?? false,
    foreign: document.querySelectorAll('main script, main b, main img').length,
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  assert.deepEqual(seen, { hacked: false, foreign: 0, tooWide: 0 });
}

const shown = async ({ page }) => (await page.getByRole('main').innerText()).replace(/\s+/g, ' ');

for (const [name, text] of Object.entries(HOSTILE)) {
  for (const kind of ['single', 'multiple', 'number', 'text', 'order']) {
    test(`texts with ${name} are shown as they are: ${kind}`, async (t) => {
      const site = await Site.start(t);
      const player = await (await open(t, site, { viewport: { width: 360, height: 740 } })).signIn();
      const options = ['number', 'text'].includes(kind) ? [] : [`${text} 1`, `${text} 2`, `${text} 3`];
      const correct = { single: options[0], multiple: options.slice(1), number: 7, text, order: [...options].reverse() }[kind];
      const response = kind === 'text' ? 'x' : kind === 'number' ? '1' : kind === 'single' ? options[1] : options;
      const texts = { keywords: [text.slice(0, 50)], prompt: `${text} prompt`, options, unit: text, correct, clarification: `${text} clarification` };
      const source = { title: `${text} title`, url: `https://example.org/${encodeURIComponent(text)}`, license: text };
      const hash = await withTexts(player.page, { kind, texts, response, source });
      const tells = async (...parts) => {
        const screen = await shown(player);
        for (const part of parts) assert.ok(screen.includes(part.replace(/\s+/g, ' ')), `${part} in ${screen}`);
        await isHarmless(player);
      };

      await player.page.reload();
      await player.page.getByRole('heading', { name: 'Games to continue' }).waitFor();
      await tells(texts.keywords[0]);
      await player.page.goto(`${site.url}/${hash}`);
      await player.question();
      await tells(texts.prompt, ...options, ...(kind === 'number' ? [text] : []));
      await player.respond();
      await player.send();
      await tells(texts.prompt, texts.clarification, source.title, text);
      await player.next();
      await player.page.locator('summary').click();
      await tells(texts.prompt, texts.clarification, source.title, texts.keywords[0]);
    });
  }
}

test('hostile keywords are chips, and a game is started with them', async (t) => {
  const player = await (await open(t, await Site.start(t), { viewport: { width: 360, height: 740 } })).signIn();
  const keywords = [HOSTILE.markup.slice(0, 50), 'w'.repeat(50), 'abc \u202e reversed'];
  await player.page.getByLabel('Keywords', { exact: true }).fill(`${keywords.join(',')},`);
  assert.deepEqual(await player.page.locator('li > bdi').allInnerTexts(), keywords);
  await isHarmless(player);
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  await isHarmless(player);
});

test('right-to-left texts run from right to left, and stay inside of their place', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  const texts = { keywords: [HOSTILE.arabic], prompt: HOSTILE.arabic, options: [HOSTILE.arabic, 'b'], correct: 'b', clarification: '' };
  await player.page.goto(`${site.url}/${await withTexts(player.page, { texts, response: 'b' })}`);
  await player.question();
  const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);
  assert.equal(await direction(player.heading()), 'rtl');
  assert.equal(await direction(player.page.locator('label.option bdi').first()), 'rtl');
  assert.equal(await direction(player.page.locator('label.option bdi').last()), 'ltr');
  const isolated = await player.page.locator('label.option bdi').first().evaluate((element) => getComputedStyle(element).unicodeBidi);
  assert.ok(['isolate', 'plaintext'].includes(isolated), isolated);
});

for (const url of ['javascript:window.hacked=true', 'data:text/html,x', 'ftp://example.org/', 'no address', '//example.org', null]) {
  test(`a source with the address ${url} is no link`, async (t) => {
    const site = await Site.start(t);
    const player = await (await open(t, site)).signIn();
    const texts = { keywords: ['k'], prompt: 'p', options: ['a', 'b'], correct: 'b', clarification: 'c' };
    const source = { title: 'the title', url, license: null };
    await player.page.goto(`${site.url}/${await withTexts(player.page, { texts, response: 'a', source })}`);
    await player.answer();
    await player.text('the title').waitFor();
    assert.equal(await player.page.getByRole('main').getByRole('link').count(), 0);
  });
}

test('a source is a link that tells the other site nothing', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  const texts = { keywords: ['k'], prompt: 'p', options: ['a', 'b'], correct: 'b', clarification: 'c' };
  const source = { title: 'the title', url: 'https://example.org/a?b=c', license: 'CC BY-SA 4.0' };
  await player.page.goto(`${site.url}/${await withTexts(player.page, { texts, response: 'a', source })}`);
  await player.answer();
  const link = player.page.getByRole('link', { name: 'the title' });
  assert.equal(await link.getAttribute('href'), source.url);
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
  await player.text('CC BY-SA 4.0').waitFor();
});
