import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { Site } from '../support/site.mjs';

/** Keywords with questions of each kind. */
const KINDS = {
  'Choose one': 'Space',
  'Choose several': 'Space',
  'Estimate a number': 'History',
  'Write a text': 'Space',
  'Put in order': 'Chemical elements',
};

for (const [kind, keyword] of Object.entries(KINDS)) {
  test(`a whole game of the kind “${kind}”`, async (t) => {
    const player = await (await open(t, await Site.start(t))).signIn();
    await player.newGame([keyword], { kinds: [kind] });
    const id = player.game;
    const verdicts = await player.finish();

    const game = await player.api(`/games/${id}`);
    assert.equal(game.status, 'FINISHED');
    assert.equal(verdicts.length, game.questions_limit);
    const { questions } = await player.api(`/games/${id}/questions`);
    assert.deepEqual(verdicts, questions.map(verdictOf));
    assert.match(await player.heading().innerText(), new RegExp(`^${game.questions_correct} of ${game.questions_limit} right$`));
    await summaryTells(player, questions);
  });
}

const verdictOf = ({ score }) => (score === 1 ? 'Right' : score > 0 ? 'Partly right' : 'Wrong');

/** Asserts that the summary explains each question, also when it is read again later. */
async function summaryTells(player, questions) {
  await player.page.reload();
  const rows = player.page.locator('ol.summary > li');
  await rows.first().waitFor();
  assert.equal(await rows.count(), questions.length);
  for (const [at, { prompt, solution, clarification }] of questions.entries()) {
    await rows.nth(at).locator('summary').click();
    const text = await rows.nth(at).innerText();
    for (const part of [prompt, clarification]) assert.ok(text.includes(part), `${part} in ${text}`);
    for (const item of solution.split(', ')) assert.ok(text.replace(/,/g, '').includes(item.replace(/,/g, '')), `${item} in ${text}`);
  }
}

test('the first question is two clicks away', async (t) => {
  const player = await open(t, await Site.start(t));
  await player.button('Play').click();
  const topics = player.page.getByRole('heading', { name: 'Or start on a topic at once' }).locator('..');
  await topics.getByRole('button').first().click();
  await player.answer();
});

for (const [name, keywords] of [['Napoleon, history', ['Napoleon', 'history']], ['chemistry', ['chemistry']]]) {
  test(`a whole game on “${name}” with all kinds of questions`, async (t) => {
    const player = await (await open(t, await Site.start(t))).signIn();
    await player.newGame(keywords, { limit: 15, kinds: Object.keys(KINDS) });
    const id = player.game;
    const verdicts = await player.finish();
    const { questions } = await player.api(`/games/${id}/questions`);
    assert.deepEqual(verdicts, questions.map(verdictOf));
    const kinds = new Set(questions.map(({ kind }) => kind));
    assert.ok(kinds.size >= 4, [...kinds]);
    await summaryTells(player, questions);
  });
}

test('several kinds are mixed in one game, and only those that were chosen', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { limit: 10, kinds: ['Choose several', 'Put in order'] });
  const id = player.game;
  await player.finish();
  const { questions } = await player.api(`/games/${id}/questions`);
  const kinds = new Set(questions.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['multiple', 'order']);
});

test('the score and the place in the game are shown', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.newGame(['Space'], { limit: 5 });
  await player.text('1 of 5').waitFor();
  await player.answer();
  const score = (await player.result()) === 'Right' ? 1 : 0;
  await player.text(`Score ${score}`).waitFor();
  await player.next();
  await player.text('2 of 5').waitFor();
});
