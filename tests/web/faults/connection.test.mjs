import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from '../support/browser.mjs';
import { eventually } from '../../shared/node/eventually.mjs';
import { Site } from '../support/site.mjs';

const ANSWERS = '**/questions/answer';

/** Starts a game and chooses the first option of its first question. */
async function playing(t, options) {
  const player = await (await open(t, await Site.start(t, options))).signIn();
  await player.newGame(['Space']);
  await player.respond();
  return player;
}

/** Asserts that the first question is answered once, with the first option, and that the page shows its result. */
async function isAnsweredOnce(player, option) {
  const verdict = await player.result();
  const { questions } = await player.api(`/games/${player.game}/questions`);
  assert.deepEqual(questions.map(({ is_answered }) => is_answered), [true, false, false, false, false]);
  assert.equal(questions[0].response, option);
  assert.equal(verdict, questions[0].result ? 'Right' : 'Wrong');
}

const firstOption = (player) => player.page.locator('label.option bdi').first().innerText();

test('an answer whose response is lost is sent again, and counts once', async (t) => {
  const player = await playing(t);
  const option = await firstOption(player);
  const bodies = [];
  await player.page.route(ANSWERS, async (route) => {
    bodies.push(route.request().postDataJSON());
    await route.fetch();
    if (bodies.length < 3) await route.abort();
    else await route.continue();
  });
  await player.button('Answer').click();
  await isAnsweredOnce(player, option);
  assert.deepEqual(bodies, Array(3).fill({ question: 1, response: option }));
});

test('an answer whose response breaks off is sent again, and counts once', async (t) => {
  const player = await playing(t);
  const option = await firstOption(player);
  let sent = 0;
  await player.page.route(ANSWERS, async (route) => {
    sent += 1;
    const response = await route.fetch();
    await route.fulfill({ response, body: sent === 1 ? '{"index":1,' : await response.text() });
  });
  await player.button('Answer').click();
  await isAnsweredOnce(player, option);
  assert.equal(sent, 2);
});

test('a page without a connection says so, and goes on as soon as it is back', async (t) => {
  const player = await playing(t);
  const option = await firstOption(player);
  await player.page.context().setOffline(true);
  await player.button('Answer').click();
  await player.outage.getByText('You are offline. Trying again in').waitFor();
  // The wait has grown, so that the time alone would not explain what follows.
  await player.outage.getByText('in 8 s').waitFor();
  await player.page.context().setOffline(false);
  await isAnsweredOnce(player, option);
  assert.ok(await player.outage.isHidden());
});

test('a reload while an answer is on its way shows its result', async (t) => {
  const player = await playing(t);
  const option = await firstOption(player);
  await player.page.route(ANSWERS, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await player.button('Answer').click();
  await player.outage.waitFor();
  await player.page.reload();
  await isAnsweredOnce(player, option);
  await player.next();
  await player.text('2 of 5').waitFor();
});

test('a reload before an answer arrived poses the question again, with the choice', async (t) => {
  const player = await playing(t);
  const prompt = await player.heading().innerText();
  await player.page.route(ANSWERS, (route) => route.abort());
  await player.button('Answer').click();
  await player.outage.waitFor();
  await player.page.reload();
  assert.equal(await player.question(), prompt);
  assert.ok(await player.page.getByRole('radio').first().isChecked());
});

test('a 503 counts down its Retry-After and is repeated', async (t) => {
  const player = await playing(t);
  await player.refuse(ANSWERS, 1, 503, { 'retry-after': '2' });
  await player.button('Answer').click();
  await player.outage.getByText(/The server is busy\. Trying again in [12] s\./).waitFor();
  await player.result();
  assert.ok(await player.outage.isHidden());
});

test('a long wait can be cut short', async (t) => {
  const player = await playing(t);
  await player.refuse(ANSWERS, 1, 503, { 'retry-after': '300' });
  await player.button('Answer').click();
  await player.outage.getByText('in 5 min').waitFor();
  await player.button('Try now').click();
  await player.result();
});

test('leaving the screen ends a wait', async (t) => {
  const player = await playing(t);
  let sent = 0;
  await player.page.route(ANSWERS, (route) => {
    sent += 1;
    return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '' });
  });
  await player.button('Answer').click();
  await player.outage.waitFor();
  await player.page.goBack();
  await player.heading('What do you want to be asked about?').waitFor();
  assert.ok(await player.outage.isHidden());
  const before = sent;
  await player.page.waitForTimeout(1_500);
  assert.equal(sent, before);
});

test('too many requests for a gateway are repeated later', async (t) => {
  const player = await playing(t);
  let sent = 0;
  await player.page.route(ANSWERS, (route) => {
    sent += 1;
    return sent === 1 ? route.fulfill({ status: 429, json: { message: 'Too Many Requests' } }) : route.continue();
  });
  await player.button('Answer').click();
  await player.outage.waitFor();
  await player.result();
});

for (const [status, code] of [[500, 'internal'], [413, 'body_too_large'], [400, 'invalid_answer']]) {
  test(`a ${status} is explained, and keeps the choice`, async (t) => {
    const player = await playing(t);
    await player.refuse(ANSWERS, 1, status, { code });
    await player.button('Answer').click();
    await player.text(`Status ${status}.`).waitFor();
    assert.ok(await player.page.getByRole('radio').first().isChecked());
    await player.send();
  });
}

test('a 403 is explained on a screen of its own', async (t) => {
  const player = await playing(t);
  await player.refuse('**/games/*', 1, 403, { code: 'email_not_verified' });
  await player.page.reload();
  await player.text('Status 403.').waitFor();
  await player.button('Try again').click();
  await player.question();
});

test('the limit of new games is explained with a countdown, and keeps the keywords', async (t) => {
  const player = await (await open(t, await Site.start(t, ['--games-per-hour', '1']))).signIn();
  await player.newGame(['Space']);
  await player.page.goBack();
  await player.page.getByLabel('Keywords', { exact: true }).fill('Music, History');
  await player.button('Start the game').click();
  await player.text(/^The limit of new games per hour is reached\. Try again in \d+ (s|min)\.$/).waitFor();
  await player.button('Remove Music').waitFor();
  await player.button('Remove History').waitFor();
  assert.ok(await player.outage.isHidden());
});

test('a page that cannot load its settings tries again', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.refuse('**/web.json', 1, 503, { 'retry-after': '1' });
  await player.page.reload();
  await player.outage.waitFor();
  await player.heading('What do you want to be asked about?').waitFor();
});

test('an answer that came too early keeps the choice', async (t) => {
  const player = await playing(t);
  const prompt = await player.heading().innerText();
  await player.refuse(ANSWERS, 1, 409, { code: 'out_of_order' });
  const posed = player.page.waitForResponse('**/questions/ask');
  await player.button('Answer').click();
  await posed;
  await player.settled();
  assert.equal(await player.question(), prompt);
  assert.ok(await player.page.getByRole('radio').first().isChecked());
  await player.send();
});

test('no result is expected of an answer that was refused', async (t) => {
  const player = await playing(t);
  await player.refuse(ANSWERS, 1, 400, { code: 'invalid_answer' });
  await player.button('Answer').click();
  await player.text('Status 400.').waitFor();
  const kept = await player.page.evaluate(() => Object.keys(JSON.parse(sessionStorage.quizcraft)));
  assert.ok(!kept.some((name) => name.startsWith('result ')), kept);
});

test('the button of an outage keeps the focus, which then goes to the new screen', async (t) => {
  const player = await playing(t);
  let sent = 0;
  await player.page.route(ANSWERS, (route) => {
    sent += 1;
    return sent > 2 ? route.continue() : route.fulfill({ status: 503, headers: { 'retry-after': '300' }, body: '' });
  });
  await player.button('Answer').click();
  await player.button('Try now').focus();
  await player.page.keyboard.press('Enter');
  await eventually('the second attempt', () => sent === 2);
  assert.equal(await player.focused(), 'Try now');
  await eventually('the third attempt, once the second one has failed', async () => {
    await player.page.keyboard.press('Enter');
    return sent === 3;
  });
  await player.result();
  assert.equal(await player.focused(), await player.heading().innerText());
});

test('an attempt that takes long is told apart from a wait', async (t) => {
  const player = await playing(t);
  await player.page.route(ANSWERS, (route) => route.abort(), { times: 1 });
  await player.button('Answer').click();
  await player.outage.getByText('The server does not respond. Trying again in').waitFor();
  await player.page.unroute(ANSWERS);
  const release = await player.hold(ANSWERS);
  await player.tryNow();
  await player.outage.getByText('The server does not respond. Trying now…').waitFor();
  await release();
  await player.result();
  assert.ok(await player.outage.isHidden());
});

/** Shows the start screen with further games to load. */
async function withOlderGames(t) {
  const player = await (await open(t, await Site.start(t))).signIn();
  await player.page.route('**/games?*', async (route) => {
    const next = route.request().url().includes('cursor=') ? null : 'older';
    await route.fulfill({ json: { games: [], next } });
  });
  await player.page.reload();
  await player.button('Show older games').waitFor();
  return player;
}

test('the bar of an outage stays while another request waits', async (t) => {
  const player = await withOlderGames(t);
  await player.page.getByLabel('Keywords', { exact: true }).fill('Space');
  await player.refuse('**/games', 1, 503, { 'retry-after': '300' });
  await player.button('Start the game').click();
  await player.outage.getByText('in 5 min').waitFor();
  await player.refuse('**/games?*cursor=*', 1, 503, { 'retry-after': '1' });
  await player.button('Show older games').click();
  await player.outage.getByText(/in [01] s/).waitFor();
  await player.button('Show older games').waitFor({ state: 'hidden' });
  await player.outage.getByText('in 5 min').waitFor();
  await player.button('Try now').click();
  await player.question();
  assert.ok(await player.outage.isHidden());
});

test('the end of an outage is announced', async (t) => {
  const player = await withOlderGames(t);
  await player.refuse('**/games?*', 1, 503, { 'retry-after': '1' });
  await player.button('Show older games').click();
  const announced = player.page.locator('[aria-live=polite]');
  await announced.getByText('The server is busy. Trying again.').waitFor({ state: 'attached' });
  await announced.getByText('Connected again.').waitFor({ state: 'attached' });
});

test('an empty page of older games is no defect', async (t) => {
  const player = await withOlderGames(t);
  await player.button('Show older games').click();
  await player.button('Show older games').waitFor({ state: 'hidden' });
  const announced = player.page.locator('[aria-live=polite]');
  await announced.getByText('There are no older games.').waitFor({ state: 'attached' });
  assert.equal(await player.focused(), 'What do you want to be asked about?');
});

test('topics that are missing are no outage', async (t) => {
  const player = await (await open(t, await Site.start(t))).signIn();
  let tries = 0;
  await player.page.route('**/topics', (route) => {
    tries += 1;
    return route.fulfill({ status: 502, body: '' });
  });
  const release = await player.hold('**/games?*');
  const refused = player.page.waitForResponse('**/topics');
  await player.page.reload();
  await (await refused).finished();
  await release();
  await player.heading('What do you want to be asked about?').waitFor();
  assert.ok(await player.outage.isHidden());
  assert.equal(tries, 1);
});

test('what was said about a screen ends with it', async (t) => {
  const player = await playing(t);
  const announced = player.page.locator('[aria-live=polite]');
  await announced.getByText('Question 1 of 5.').waitFor({ state: 'attached' });
  await player.page.goBack();
  await player.heading('What do you want to be asked about?').waitFor();
  assert.equal(await announced.textContent(), '');
});

test('a second click during an outage sends nothing more', async (t) => {
  const player = await playing(t);
  let sent = 0;
  await player.page.route(ANSWERS, (route) => {
    sent += 1;
    return route.fulfill({ status: 503, headers: { 'retry-after': '300' }, body: '' });
  });
  await player.button('Answer').click();
  await player.outage.waitFor();
  await player.page.locator('form').evaluate((form) => form.requestSubmit());
  assert.equal(await player.button('Answer').getAttribute('aria-disabled'), 'true');
  assert.equal(sent, 1);
});
