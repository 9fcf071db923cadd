import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';
import { withTexts } from '../support/texts.mjs';

/** What is typed, and the number that it means where the decimal separator is a point and a comma. */
const NUMBERS = [
  ['7', '7', '7'],
  [' -12.5 ', '-12.5', '-12.5'],
  ['-12,5', '-12.5', '-12.5'],
  ['+3', '3', '3'],
  ['−40', '-40', '-40'],
  ['.5', '0.5', '0.5'],
  [',5', '0.5', '0.5'],
  ['-.5', '-0.5', '-0.5'],
  ['5.', '5', '5'],
  ['1,234', '1234', '1.234'],
  ['1.234', '1.234', '1234'],
  ['0.123', '0.123', '0.123'],
  ['0,123', '0.123', '0.123'],
  ['1234.567', '1234.567', '1234.567'],
  ['1.234.567', '1234567', '1234567'],
  ['1,234,567.89', '1234567.89', '1234567.89'],
  ['1.234.567,89', '1234567.89', '1234567.89'],
  ['12,34,567.5', '1234567.5', '1234567.5'],
  ["1'234’567", '1234567', '1234567'],
  ['8\u202f848,86', '8848.86', '8848.86'],
  ['１２．５', '12.5', '12.5'],
  ...['', '-', '.', '1e3', 'twelve', '1.2.3,4,5', '1,2,3', '12a', '1-2', '1.5.'].map((typed) => [typed, null, null]),
];

test('numbers are read as people write them', async (t) => {
  const { page } = await open(t, await Site.start(t));
  const read = await page.evaluate(async (texts) => {
    const { parseDecimal } = await import('/web/questions/kinds.js');
    return texts.map((text) => [text, parseDecimal(text, '.'), parseDecimal(text, ',')]);
  }, NUMBERS.map(([typed]) => typed));
  assert.deepEqual(read, NUMBERS);
});

for (const [locale, shown, sent] of [['en-GB', '= 1900', '1900'], ['de-DE', '= 1,9', '1.900']]) {
  test(`a player with the language ${locale} sees how “1,900” is understood`, async (t) => {
    const player = await (await open(t, await Site.start(t), { locale })).signIn();
    await player.newGame(['History'], { kinds: ['Estimate a number'] });
    await player.page.getByLabel('Your estimate').fill('1,900');
    await player.page.getByRole('status').getByText(new RegExp(`^${shown}( |$)`)).waitFor();
    const request = player.page.waitForRequest('**/questions/answer');
    await player.send();
    assert.equal((await request).postDataJSON().response, sent);
  });
}

test('a button changes the sign where the keypad may have none', async (t) => {
  const phone = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } };
  const player = await (await open(t, await Site.start(t), phone)).signIn();
  await player.newGame(['History'], { kinds: ['Estimate a number'] });
  const field = player.page.getByLabel('Your estimate');
  for (const [typed, changed] of [['44', '-44'], ['-44', '44'], ['−1.5', '1.5'], ['+3', '-3'], ['', '-'], ['-', '']]) {
    await field.fill(typed);
    await player.button('Change the sign').tap();
    assert.equal(await field.inputValue(), changed);
  }
  assert.equal(await player.page.evaluate(() => document.activeElement.id), 'response');
  await field.fill('44');
  await player.button('Change the sign').tap();
  await player.page.reload();
  await player.question();
  assert.equal(await field.inputValue(), '-44');
});

test('a year is shown without a separator', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['History'], { kinds: ['Estimate a number'] });
  await player.page.getByLabel('Your estimate').fill('1900');
  assert.equal(await player.page.getByRole('status').innerText(), '');
  await player.send();
  await player.page.locator('dd', { hasText: /^1900( |$)/ }).first().waitFor();
});

test('a response that is no number, or none at all, is not sent', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  let sent = 0;
  player.page.on('request', (request) => (sent += Number(request.url().endsWith('/answer'))));
  await player.newGame(['History'], { kinds: ['Estimate a number'] });
  await player.page.getByLabel('Your estimate').fill('a hundred');
  await player.button('Answer').click();
  await player.text('Write a number, such as 12 or 1.5.').waitFor();
  await player.page.getByRole('link', { name: 'QuizCraft' }).click();
  for (const [kind, problem] of [['Choose one', 'Choose an option first.'], ['Choose several', 'Choose an option first.'],
    ['Write a text', 'Write an answer first.']]) {
    await player.newGame(['Space'], { kinds: [kind] });
    await player.button('Answer').click();
    await player.text(problem).waitFor();
    await player.page.getByRole('link', { name: 'QuizCraft' }).click();
  }
  assert.equal(sent, 0);
});

test('a text that is too long is explained, and stays in the field', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { kinds: ['Write a text'] });
  const text = 'x'.repeat(201);
  await player.page.getByLabel('Your answer').fill(text);
  await player.button('Answer').click();
  await player.page.getByRole('alert').getByText('200').waitFor();
  assert.equal(await player.page.getByLabel('Your answer').inputValue(), text);
});

test('a response and the right number are written alike, also in the summary', async (t) => {
  const site = await Site.start(t);
  const player = await (await open(t, site, { locale: 'de-DE' })).signIn();
  const texts = { keywords: ['k'], prompt: 'p', unit: 'm', correct: 8848.86, solution: '8848.86 m', clarification: 'c' };
  await player.page.goto(`${site.url}/${await withTexts(player.page, { kind: 'number', texts, response: '8000.5' })}`);
  await player.page.getByLabel('Your estimate').fill('8000,5');
  await player.send();
  const values = () => player.page.locator('dd').allInnerTexts();
  assert.deepEqual(await values(), ['8000,5 m', '8848,86 m']);
  await player.next();
  await player.page.locator('summary').click();
  assert.deepEqual(await values(), ['8000,5 m', '8848,86 m']);
});
