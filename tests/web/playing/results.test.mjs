import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';
import { withTexts } from '../support/texts.mjs';

/** Answers a question of this kind, with the options in these places, and returns the player. */
async function answered(t, { kind, options, correct, places = [] }) {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  const texts = { keywords: ['k'], prompt: 'p', options, correct, clarification: 'c' };
  await player.page.goto(`${site.url}/${await withTexts(player.page, { kind, texts, response: options[0] ?? '7' })}`);
  await player.question();
  for (const place of places) await player.page.locator('label.option').nth(place).click();
  if (options.length === 0) await player.page.locator('#response').fill('7');
  await player.send();
  return player;
}

/** Returns the class, the sign, and the text for screen readers of each row of a result. */
const rows = ({ page }, part = 'form') => page.locator(`${part} .option`).evaluateAll((all) => all.map((row) => [
  row.className.replace('option ', ''),
  row.querySelector('.sign').textContent,
  [...row.children].slice(1).map(({ textContent }) => textContent).join(''),
]));

test('the result of a choice marks the right option also if it was missed', async (t) => {
  const player = await answered(t, { kind: 'single', options: ['a', 'b', 'c'], correct: 'c', places: [0] });
  assert.deepEqual(await rows(player), [
    ['wrong', '✗', 'a – your answer, wrong'],
    ['neutral', '', 'b'],
    ['right', '✓', 'c – right answer'],
  ]);
});

test('the result of several choices tells right ones from missed ones', async (t) => {
  const player = await answered(t, { kind: 'multiple', options: ['a', 'b', 'c'], correct: ['b', 'c'], places: [0, 1] });
  assert.deepEqual(await rows(player), [
    ['wrong', '✗', 'a – your answer, wrong'],
    ['right', '✓', 'b – your answer, right'],
    ['right', '✓', 'c – right, not chosen'],
  ]);
});

test('a right option that was missed looks as right as one that was chosen', async (t) => {
  const player = await answered(t, { kind: 'multiple', options: ['a', 'b', 'c'], correct: ['b', 'c'], places: [0, 1] });
  const look = (place) => player.page.locator('form .option').nth(place).evaluate((row) => {
    const { backgroundColor, borderColor } = getComputedStyle(row);
    return [backgroundColor, borderColor];
  });
  const [wrong, chosen, missed] = await Promise.all([0, 1, 2].map(look));
  assert.deepEqual(missed, chosen);
  assert.notDeepEqual(missed, wrong);
});

test('the notes of a result begin at the text on a narrow screen', async (t) => {
  const player = await answered(t, { kind: 'single', options: ['a', 'b', 'c'], correct: 'c', places: [0] });
  await player.page.setViewportSize({ width: 360, height: 740 });
  const notes = await player.page.locator('.noted:has(.hint)').evaluateAll((all) => all.map((text) => {
    const [option, note] = [...text.children].map((part) => part.getBoundingClientRect());
    return [note.left - option.left, note.top >= option.bottom];
  }));
  assert.deepEqual(notes, [[0, true], [0, true]]);
});

test('a typed answer stands beside the right one', async (t) => {
  const player = await answered(t, { kind: 'text', options: [], correct: '8' });
  const signs = await player.page.locator('dl > div').evaluateAll((all) => all.map(({ className, innerText }) =>
    [className, innerText.replace(/\s+/g, ' ')]));
  assert.deepEqual(signs, [['option wrong', '✗ Your answer 7'], ['option right', '✓ Right answer 8']]);
});

for (const options of [['True', 'False'], ['False', 'True']]) {
  test(`“True” is the first option of a statement: ${options}`, async (t) => {
    const site = await Site.start(t);
    const player = await (await open(t, site)).signIn();
    const { page } = player;
    const texts = { keywords: ['k'], prompt: 'p', options, correct: 'False', clarification: 'c' };
    await page.goto(`${site.url}/${await withTexts(page, { texts, response: 'True' })}`);
    await player.question();
    assert.deepEqual(await page.locator('label.option bdi').allInnerTexts(), ['True', 'False']);
    const request = page.waitForRequest('**/questions/answer');
    await page.keyboard.press('1');
    await player.send();
    assert.equal((await request).postDataJSON().response, 'True');
    const results = ['True – your answer, wrong', 'False – right answer'];
    assert.deepEqual((await rows(player)).map(([, , text]) => text), results);
    await player.next();
    await page.locator('summary').click();
    assert.deepEqual((await rows(player, 'details')).map(([, , text]) => text), results);
  });
}

test('other options stay in the order of the service', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site)).signIn();
  for (const options of [['False', 'True', 'Both'], ['Yes', 'No'], ['No', 'Yes']]) {
    const texts = { keywords: ['k'], prompt: 'p', options, correct: 'Yes', clarification: 'c' };
    await player.page.goto(`${site.url}/#/`);
    await player.heading('What do you want to be asked about?').waitFor();
    await player.page.goto(`${site.url}/${await withTexts(player.page, { texts, response: 'No' })}`);
    await player.question();
    assert.deepEqual(await player.page.locator('label.option bdi').allInnerTexts(), options);
  }
});
