import { HOSTILE, withTexts } from './texts.mjs';

const KINDS = {
  single: 'Choose one',
  multiple: 'Choose several',
  number: 'Estimate a number',
  text: 'Write a text',
  order: 'Put in order',
};

/** Shows every screen in turn, and yields its name. */
export async function* screens(player) {
  const { page, site } = player;
  const home = () => page.getByRole('link', { name: 'QuizCraft' }).click();
  await player.button('Play').waitFor();
  yield 'sign-in';
  await page.getByText('Play under another name').click();
  yield 'names';
  await player.signIn();
  yield 'start';
  await player.button('Start the game').click();
  await page.getByText('Add at least one keyword.').waitFor();
  yield 'problem';
  await page.getByText('All topics').click();
  yield 'topics';
  await page.getByLabel('Keywords', { exact: true }).fill('Space, ancient Egypt');
  yield 'filled';
  await player.button('Remove ancient Egypt').click();
  await player.button('Remove Space').click();

  for (const [name, kind] of Object.entries(KINDS)) {
    await player.newGame([name === 'order' ? 'Chemical elements' : 'Space'], { kinds: [kind] });
    yield `question-${name}`;
    await player.settled();
    await player.button('Answer').click();
    await player.page.getByRole('alert').waitFor();
    yield `incomplete-${name}`;
    await player.answer();
    yield `result-${name}`;
    await home();
    await player.heading('What do you want to be asked about?').waitFor();
  }
  yield 'games';
  await player.newGame(['Space']);
  await player.finish();
  yield 'summary';
  for (const row of await page.locator('ol.summary summary').all()) await row.click();
  yield 'summary-open';
  await home();
  await page.getByLabel('Keywords', { exact: true }).fill('xyzzy foo');
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  yield 'failure';
  await page.goto(`${site.url}/#/games/${'0'.repeat(64)}`);
  await player.heading('This game is not here').waitFor();
  yield 'missing';
  await page.goto(`${site.url}/#/nowhere`);
  await player.heading('This page does not exist').waitFor();
  yield 'nowhere';
  yield* pending(player);
  yield* outage(player);
  yield* longTexts(player);
  yield* otherTab(player);
  yield* signedOut(player);
}

/** Another tab answers the question, and then this one is left without a connection. */
async function* otherTab(player) {
  const { page, site } = player;
  const answers = '**/questions/answer';
  await page.goto(`${site.url}/#/`);
  await player.newGame(['Space']);
  const { options } = await player.api(`/games/${player.game}/questions/ask`, 'POST');
  await player.api(`/games/${player.game}/questions/answer`, 'POST', { question: 1, choice: options[1] });
  await player.answer();
  await player.text('That answer counts.').waitFor();
  yield 'result-other-tab';
  await player.next();
  await player.respond();
  await page.route(answers, (route) => route.abort());
  await player.button('Answer').click();
  await player.outage.waitFor();
  yield 'question-outage';
  await page.unroute(answers);
  await player.tryNow();
  await player.result();
}

async function* signedOut(player) {
  const { page, site } = player;
  await page.goto(`${site.url}/#/`);
  await player.heading('What do you want to be asked about?').waitFor();
  await player.refuse('**/games?*', 1, 403, { code: 'email_not_verified' });
  await page.reload();
  await player.heading('Something went wrong').waitFor();
  yield 'error';
  await player.button('Try again').click();
  await player.heading('What do you want to be asked about?').waitFor();
  for (const name of ['Please sign in again', 'Your sign-in was refused']) {
    await player.refuse('**/games?*', 1, 401, { code: 'unauthenticated' });
    if (name.startsWith('Please')) await page.reload();
    else await player.button('Play').click();
    await player.heading(name).waitFor();
    yield name.toLowerCase().replaceAll(' ', '-');
  }
  await page.route('**/web.json', (route) => route.fulfill({ json: PROVIDER }));
  await page.reload();
  await player.button('Sign in').waitFor();
  yield 'sign-in-provider';
}

const PROVIDER = {
  sign_in: {
    kind: 'oidc', issuer: 'https://id.example', client_id: 'page', authorization_endpoint: 'https://id.example/auth',
    token_endpoint: 'https://id.example/token', end_session_endpoint: null, scope: 'openid', parameters: {}, token: 'access',
  },
};

async function* pending(player) {
  const { page, site } = player;
  const game = {
    id: 'e'.repeat(64), keywords: ['Space'], kinds: ['single'], questions_limit: 5, questions_answered: 0,
    questions_correct: 0, score: 0, creation_time: Date.now(), failure: null, status: 'PENDING', suggestions: [],
  };
  await page.route(`**/games/${game.id}`, (route) => route.fulfill({ json: game }));
  await page.clock.install();
  await page.goto(`${site.url}/#/games/${game.id}`);
  await player.text('You have waited').waitFor();
  await page.clock.fastForward(20_000);
  await player.text('You can leave').waitFor();
  yield 'pending';
}

async function* outage(player) {
  const { page, site } = player;
  await page.route('**/games?*', (route) => route.abort());
  await page.goto(`${site.url}/#/`);
  await player.outage.waitFor();
  yield 'outage';
  await page.unroute('**/games?*');
  await player.tryNow();
  await player.heading('What do you want to be asked about?').waitFor();
}

async function* longTexts(player) {
  const { page, site } = player;
  const options = [HOSTILE.arabic, HOSTILE.bidirectional, HOSTILE.long.slice(0, 200)];
  const texts = { keywords: options, prompt: HOSTILE.long, options, correct: options[0], clarification: HOSTILE.long };
  await page.goto(`${site.url}/${await withTexts(page, { texts, response: options[1] })}`);
  await player.question();
  yield 'question-long';
  await player.answer();
  yield 'result-long';
}
