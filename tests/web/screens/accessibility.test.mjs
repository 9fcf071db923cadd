import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';
import { screens } from '../support/screens.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = fileURLToPath(new URL('../../../target/web/', import.meta.url));
await mkdir(pictures, { recursive: true });

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Returns the violations of the rules of WCAG 2.2 AA. The script runs from the debugger, where no policy forbids it. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message}`).join('\n')}`);
}

/** Returns controls that are less than 24 px wide or high, except links within a line of text. */
const smallTargets = (page) => page.evaluate(() =>
  [...document.querySelectorAll('a, button, summary, label.pill, label.option, input:not([type=radio], [type=checkbox])')]
    .filter((element) => element.checkVisibility() && !(element.matches('a') && element.closest('.hint')))
    .map((element) => [element.outerHTML, element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([html]) => html));

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`every screen is accessible: ${colorScheme}, ${width} px`, async (t) => {
      const viewport = { width, height: 800 };
      const player = await open(t, await Site.start(t), { colorScheme, viewport, reducedMotion: 'reduce' });
      for await (const name of screens(player)) {
        const { page } = player;
        const at = `${name}, ${colorScheme}, ${width} px`;
        await page.screenshot({ path: `${pictures}${name}-${width}-${colorScheme}.png`, fullPage: true });
        assert.deepEqual(await violations(page), [], at);
        assert.deepEqual(await smallTargets(page), [], at);
        for (const other of [320, 360, 768, 1920]) {
          await page.setViewportSize({ width: other, height: 800 });
          assert.equal(await overflow(page), 0, `${at}, seen at ${other} px`);
        }
        await page.setViewportSize(viewport);
      }
    });
  }
}

/** Screens that were changed by the player instead of replaced. */
const CHANGED = /^(names|filled|problem|topics|incomplete-.*|summary-open|question-outage)$/;

test('the heading of each new screen receives the focus, and the title changes', async (t) => {
  const player = await open(t, await Site.start(t));
  const titles = new Set();
  for await (const name of screens(player)) {
    const heading = await player.heading().innerText();
    // On these screens the player has done something, and the focus stays where it was.
    if (!CHANGED.test(name)) assert.equal(await player.focused(), heading, name);
    titles.add(await player.page.title());
  }
  assert.ok(titles.size >= 6, [...titles]);
});

/** What assistive technology reads about an element. */
const described = (locator) => locator.evaluate((element) => {
  const texts = (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id).textContent);
  return { description: texts.join(' ').trim(), invalid: element.getAttribute('aria-invalid') };
});

const INPUTS = [
  ['Choose one', 'Space', '[role=radiogroup]', 'true', 'Choose one option.', 'Choose an option first.'],
  ['Choose several', 'Space', '[role=group].options', null, 'Choose all that are right.', 'Choose an option first.'],
  ['Write a text', 'Space', '#response', 'true', 'Write a short answer.', 'Write an answer first.'],
  ['Estimate a number', 'History', '#response', 'true', 'Estimate: the closer, the better.', 'Write a number, such as 12 or 1.5.'],
  ['Put in order', 'Chemical elements', '[role=group].options', null, 'Drag the items', 'You have moved nothing.'],
];

for (const [kind, keyword, selector, invalid, instruction, problem] of INPUTS) {
  test(`the instruction and a problem describe the input: ${kind}`, async (t) => {
    const player = await (await open(t, await Site.start(t))).signIn();
    await player.newGame([keyword], { kinds: [kind] });
    const input = player.page.locator(selector);
    const before = await described(input);
    assert.ok(before.description.startsWith(instruction) && !before.description.includes(problem), before.description);
    assert.equal(before.invalid, null);
    await player.button('Answer').click();
    await player.page.getByRole('alert').waitFor();
    const after = await described(input);
    assert.ok(after.description.includes(problem), after.description);
    assert.equal(after.invalid, invalid);
    await player.respond();
    assert.equal((await described(input)).invalid, null);
  });
}

test('a problem with the keywords describes their field, and one with the service marks nothing as invalid', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const field = player.page.getByLabel('Keywords', { exact: true });
  await player.button('Start the game').click();
  await player.text('Add at least one keyword.').waitFor();
  const { description, invalid } = await described(field);
  assert.ok(description.endsWith('Add at least one keyword.'), description);
  assert.equal(invalid, 'true');
  await field.fill('Space,');
  assert.equal((await described(field)).invalid, null);
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  await player.refuse('**/questions/answer', 1, 500, { code: 'internal' });
  await player.respond();
  await player.button('Answer').click();
  await player.page.getByRole('alert').waitFor();
  assert.equal((await described(player.page.locator('#response'))).invalid, null);
});

test('each row of an order says its place, and which keys move it', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Chemical elements'], { kinds: ['Put in order'] });
  const rows = player.page.locator('form .movable');
  const items = await rows.evaluateAll((all) => all.map((row) => row.dataset.item));
  const row = (item, place) => player.page.getByRole('group', { name: `${item}, place ${place} of ${items.length}`, exact: true });
  assert.equal(await row(items[0], 1).count(), 1);
  assert.match((await described(row(items[0], 1))).description, /arrow keys/);
  await player.page.keyboard.press('1');
  await player.page.keyboard.press('ArrowDown');
  assert.equal(await row(items[0], 2).count(), 1);
  assert.equal(await row(items[1], 1).count(), 1);
});

test('questions and results are announced', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  const announced = player.page.locator('[aria-live=polite]');
  await player.newGame(['Space']);
  await announced.getByText('Question 1 of 5. Choose one option.').waitFor({ state: 'attached' });
  await player.answer();
  const { questions } = await player.api(`/games/${player.game}/questions`);
  const { solution, clarification } = questions[0];
  await announced.getByText(`The right answer: ${solution}. ${clarification}`).waitFor({ state: 'attached' });
});

test('the focus is visible on every control', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.page.locator('body').press('Tab');
  for (let stop = 0; stop < 25; stop += 1) {
    const [html, outline] = await player.page.evaluate(() => {
      const element = document.activeElement.id === 'keyword' ? document.activeElement.parentElement : document.activeElement;
      return [element.outerHTML, getComputedStyle(element).outlineStyle];
    });
    if (!html.startsWith('<body')) assert.equal(outline, 'solid', html);
    await player.page.keyboard.press('Tab');
  }
});

test('nothing moves for those who want less motion', async (t) => {
  const player = await open(t, await Site.start(t), { reducedMotion: 'reduce' });
  for await (const name of screens(player)) {
    const moving = await player.page.evaluate(() =>
      document.getAnimations().length + [...document.querySelectorAll('progress:indeterminate')].filter((bar) => bar.checkVisibility()).length);
    assert.equal(moving, 0, name);
  }
});
