import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { eventually } from '../../shared/node/eventually.mjs';
import { Site } from '../support/site.mjs';

async function form(t) {
  const player = await (await open(t, await Site.start(t))).signIn();
  const field = player.page.getByLabel('Keywords', { exact: true });
  const chips = () => player.page.getByRole('list', { name: 'Chosen keywords' }).locator('li > bdi').allInnerTexts();
  return { player, page: player.page, field, chips };
}

test('Enter and a comma add keywords, Backspace and the buttons remove them', async (t) => {
  const { player, page, field, chips } = await form(t);
  await field.pressSequentially('Rome, ancient Egypt');
  await field.press('Enter');
  await field.pressSequentially('Mars,');
  assert.deepEqual(await chips(), ['Rome', 'ancient Egypt', 'Mars']);
  await field.press('Backspace');
  assert.deepEqual(await chips(), ['Rome', 'ancient Egypt']);
  await player.button('Remove Rome').click();
  assert.deepEqual(await chips(), ['ancient Egypt']);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'keyword');
});

test('a pasted list is split, and what is there already is ignored', async (t) => {
  const { page, field, chips } = await form(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('Rome, ROME ,, Ro\u200bme, caf\u00e9, cafe\u0301,  '));
  await field.focus();
  await page.keyboard.press('Control+V');
  assert.deepEqual(await chips(), ['Rome', 'café']);
  assert.equal(await field.inputValue(), '');
});

test('the eleventh keyword and a long one stay in the field', async (t) => {
  const { page, field, chips } = await form(t);
  await field.fill(`${'x'.repeat(51)},`);
  await page.getByText('A keyword has at most 50 characters.').waitFor();
  assert.equal(await field.inputValue(), 'x'.repeat(51));
  await field.fill(`${'😀'.repeat(50)},`);
  assert.deepEqual(await chips(), ['😀'.repeat(50)]);
  await field.fill('b,c,d,e,f,g,h,i,j,k,');
  await page.getByText('A game has at most 10 keywords.').waitFor();
  assert.equal((await chips()).length, 10);
  assert.equal(await field.inputValue(), 'k');
  await page.getByRole('button', { name: 'Start the game' }).click();
  await page.getByText('A game has at most 10 keywords.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'keyword');
});

test('what is typed without Enter is a keyword, too', async (t) => {
  const { player, field } = await form(t);
  await field.fill('Space');
  await player.button('Start the game').click();
  await player.question();
  assert.deepEqual((await player.api(`/games/${player.game}`)).keywords, ['Space']);
});

test('a game without keywords or kinds is not started', async (t) => {
  const { player, page, field } = await form(t);
  await player.button('Start the game').click();
  await page.getByText('Add at least one keyword.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'keyword');
  await field.fill('Space');
  await player.openOptions();
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  await player.button('Start the game').click();
  await page.getByText('Choose at least one kind of question.').waitFor();
  assert.deepEqual((await player.api('/games')).games, []);
});

test('topics are suggested, and a chosen suggestion is added', async (t) => {
  const { page, field, chips } = await form(t);
  await page.locator('datalist option').first().waitFor({ state: 'attached' });
  const suggestions = await page.locator('datalist option').evaluateAll((options) => options.map(({ value }) => value));
  assert.ok(suggestions.includes('Space') && suggestions.length > 50, suggestions);
  // Chromium shows the list outside of the page, so the test does what a choice from it does.
  await field.evaluate((input) => {
    input.value = 'Space';
    input.dispatchEvent(new InputEvent('input', { inputType: 'insertReplacementText' }));
  });
  assert.deepEqual(await chips(), ['Space']);
});

test('the topic that a typing error stands for is offered, and replaces it', async (t) => {
  const { player, page, field, chips } = await form(t);
  await page.locator('datalist option[value="Music"]').waitFor({ state: 'attached' });
  const offered = () => page.locator('output').innerText();
  for (const [typed, topic] of [['muzic', 'Music'], ['Ancient Rome', ''], ['spce', 'Space'], ['spa', ''], ['Space', ''], ['architektur', 'Architecture']]) {
    await field.fill(typed);
    assert.equal((await offered()).replace(/\s+/g, ' ').trim(), topic && `Did you mean ${topic} ?`, typed);
  }
  await field.fill('Rome,muzic,');
  await page.locator('output').getByRole('button').click();
  assert.deepEqual(await chips(), ['Rome', 'Music']);
  assert.equal(await offered(), '');
  await field.fill('spaace');
  await page.locator('output').getByRole('button').click();
  assert.deepEqual(await chips(), ['Rome', 'Music', 'Space']);
  assert.equal(await field.inputValue(), '');
});

test('the example is shown only while there are no keywords', async (t) => {
  const { player, field } = await form(t);
  const example = () => field.getAttribute('placeholder');
  assert.equal(await example(), 'Napoleon, ancient Rome');
  await field.fill('Rome,');
  assert.equal(await example(), '');
  await player.button('Remove Rome').click();
  assert.equal(await example(), 'Napoleon, ancient Rome');
});

test('the folded options say what is chosen, and unfold if nothing is', async (t) => {
  const { player, page, field } = await form(t);
  assert.equal(await player.options.innerText(), 'Options: 10 questions, all kinds');
  await player.openOptions();
  await page.getByRole('radio', { name: '20' }).check();
  const boxes = await page.getByRole('checkbox').all();
  const expected = ['4 kinds', '3 kinds', 'write a text and put in order', 'put in order', 'no kind'];
  for (const [at, box] of boxes.entries()) {
    await box.uncheck();
    assert.equal(await player.options.innerText(), `Options: 20 questions, ${expected[at]}`);
  }
  await player.options.click();
  assert.ok(await boxes[0].isHidden());
  await field.fill('Space');
  await player.button('Start the game').click();
  await page.getByText('Choose at least one kind of question.').waitFor();
  assert.ok(await boxes[0].isVisible());
});

test('a topic that is typed, or left over after a deletion, is no chosen suggestion', async (t) => {
  const { page, field, chips } = await form(t);
  await page.locator('datalist option[value="Space"]').waitFor({ state: 'attached' });
  await field.pressSequentially('Spaces');
  await field.press('Backspace');
  assert.equal(await field.inputValue(), 'Space');
  assert.deepEqual(await chips(), []);
});

test('a topic starts a game with the chosen number and kinds', async (t) => {
  const { player, page } = await form(t);
  await player.openOptions();
  await page.getByRole('radio', { name: '20' }).check();
  for (const kind of ['Estimate a number', 'Write a text', 'Put in order']) await page.getByLabel(kind).uncheck();
  await page.getByText('All topics').click();
  await page.locator('.topics details').getByRole('button', { name: 'Animals' }).click();
  await player.question();
  const { keywords, questions_limit, kinds } = await player.api(`/games/${player.game}`);
  assert.deepEqual({ keywords, questions_limit, kinds }, { keywords: ['Animals'], questions_limit: 20, kinds: ['single', 'multiple'] });
});

test('a topic joins the keywords that are there already', async (t) => {
  const { player, page, field, chips } = await form(t);
  const topics = page.getByRole('heading', { name: 'Or add a topic' }).locator('..');
  await page.getByText('All topics').click();
  await field.fill('Rome,');
  await topics.locator('details').getByRole('button', { name: 'Animals' }).click();
  assert.deepEqual(await chips(), ['Rome', 'Animals']);
  assert.deepEqual((await player.api('/games')).games, []);

  await player.button('Remove Rome').click();
  await player.button('Remove Animals').click();
  await field.fill('Egypt');
  await topics.locator('details').getByRole('button', { name: 'Animals' }).click();
  assert.deepEqual([await chips(), await field.inputValue()], [['Animals'], 'Egypt']);
  await player.button('Start the game').click();
  await player.heading().waitFor();
  await eventually('the game', async () => (await player.api('/games')).games.length === 1);
  assert.deepEqual((await player.api('/games')).games[0].keywords, ['Animals', 'Egypt']);
});

for (const status of [404, 403]) {
  test(`the form works where the topics are missing: ${status}`, async (t) => {
    const player = await open(t, await Site.start(t));
    await player.page.route('**/topics', (route) => route.fulfill({ status, body: '' }));
    await player.signIn();
    await player.newGame(['Space']);
  });
}

test('the form does not wait for the topics', async (t) => {
  const player = await open(t, await Site.start(t));
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await player.page.route('**/topics', (route) => released.then(() => route.continue()));
  await player.signIn();
  await player.page.getByLabel('Keywords', { exact: true }).fill('Rome,');
  assert.equal(await player.page.getByText('All topics').isVisible(), false);
  release();
  await player.page.getByRole('heading', { name: 'Or add a topic' }).waitFor();
  await player.button('Remove Rome').waitFor();
});

test('a draft survives a reload, and ends when its game starts', async (t) => {
  const { player, page, field, chips } = await form(t);
  await field.fill('Rome,');
  await field.fill('ancient Egy');
  await player.openOptions();
  await page.getByRole('radio', { name: '30' }).check();
  await page.getByLabel('Put in order').uncheck();
  await page.reload();
  await field.waitFor();
  assert.deepEqual(await chips(), ['Rome']);
  assert.equal(await field.inputValue(), 'ancient Egy');
  assert.equal(await player.options.innerText(), 'Options: 30 questions, 4 kinds');
  await player.openOptions();
  assert.ok(await page.getByRole('radio', { name: '30' }).isChecked());
  assert.equal(await page.getByLabel('Put in order').isChecked(), false);

  await player.button('Start the game').click();
  await player.question();
  await page.goBack();
  await field.waitFor();
  assert.deepEqual([await chips(), await field.inputValue()], [[], '']);
  await player.openOptions();
  assert.equal(await page.getByLabel('Put in order').isChecked(), false);
});

test('a repeated request creates one game', async (t) => {
  const { player, page, field } = await form(t);
  let lost = 0;
  const keys = new Set();
  await page.route('**/games', async (route) => {
    keys.add(await route.request().headerValue('idempotency-key'));
    if (lost < 2) {
      lost += 1;
      await route.fetch();
      await route.abort();
    } else await route.continue();
  });
  await field.fill('Space');
  await player.button('Start the game').click();
  await page.getByText('The server does not respond.').first().waitFor();
  // The player loses patience and loads the page again.
  await page.reload();
  await player.button('Start the game').click();
  await player.question();
  assert.equal(lost, 2);
  assert.equal(keys.size, 1);
  assert.equal((await player.api('/games')).games.length, 1);
});

test('the same request starts another game later', async (t) => {
  const { player, page, field } = await form(t);
  for (const games of [1, 2]) {
    await field.fill('Space');
    await player.button('Start the game').click();
    await player.question();
    assert.equal((await player.api('/games')).games.length, games);
    await page.goto(`${player.site.url}/#/`);
  }
});

test('two clicks start one game', async (t) => {
  const { player, field } = await form(t);
  await field.fill('Space');
  await player.button('Start the game').dblclick();
  await player.question();
  assert.equal((await player.api('/games')).games.length, 1);
});

test('games are listed with unfinished ones first, and older ones on demand', async (t) => {
  const { player, page } = await form(t);
  const start = (keyword) => player.api('/games', 'POST', { keywords: [keyword], questions_limit: 1 });
  const { id } = await start('Space');
  for (let count = 0; count < 23; count += 1) await start('Music');
  await eventually('the game is ready', async () => (await player.api(`/games/${id}`)).status === 'READY');
  const { options } = await player.api(`/games/${id}/questions/ask`, 'POST');
  await player.api(`/games/${id}/questions/answer`, 'POST', { question: 1, choice: options[0] });

  await page.reload();
  await page.getByRole('heading', { name: 'Games to continue' }).waitFor();
  const links = page.locator('a.game');
  assert.equal(await links.count(), 20);
  let pages = 0;
  page.on('request', (request) => (pages += Number(request.url().includes('cursor='))));
  await player.button('Show older games').dblclick();
  await eventually('all games', async () => (await links.count()) === 24);
  assert.equal(pages, 1);
  assert.ok(await page.evaluate(() => document.activeElement.matches('a.game')));
  for (const link of await links.all()) assert.ok(await link.isVisible());
  assert.ok(await player.button('Show older games').isHidden());
  const earlier = page.getByRole('heading', { name: 'Earlier games' }).locator('..').getByRole('link');
  assert.match(await earlier.innerText(), /Space[^]*(1|0) of 1 right/);
  await page.getByRole('link', { name: 'Earlier games' }).click();
  assert.equal(await player.focused(), 'Earlier games');
  await earlier.click();
  await page.getByRole('heading', { name: 'Questions' }).waitFor();
});
