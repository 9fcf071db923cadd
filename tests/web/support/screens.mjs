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
  await player.signIn();
  yield 'start';
  await page.getByLabel('Keywords', { exact: true }).fill('Space, ancient Egypt');
  yield 'filled';
  await player.button('Remove ancient Egypt').click();
  await player.button('Remove Space').click();

  for (const [name, kind] of Object.entries(KINDS)) {
    await player.newGame([name === 'order' ? 'Chemical elements' : 'Space'], { kinds: [kind] });
    yield `question-${name}`;
    await player.answer();
    yield `result-${name}`;
    await home();
    await player.heading('What do you want to be asked about?').waitFor();
  }
  yield 'games';
  await player.newGame(['Space']);
  await player.finish();
  yield 'summary';
  await home();
  await page.getByLabel('Keywords', { exact: true }).fill('xyzzy foo');
  await player.button('Start the game').click();
  await player.heading('There are no questions for this game').waitFor();
  yield 'failure';
  await page.goto(`${site.url}/#/games/${'0'.repeat(64)}`);
  await player.heading('This game is not here').waitFor();
  yield 'missing';
  yield* pending(player);
  yield* outage(player);
  yield* longTexts(player);
}

async function* pending(player) {
  const { page, site } = player;
  const game = {
    id: 'e'.repeat(64), keywords: ['Space'], kinds: ['single'], questions_limit: 5, questions_answered: 0,
    questions_correct: 0, score: 0, creation_time: Date.now() - 30_000, failure: null, status: 'PENDING', suggestions: [],
  };
  await page.route(`**/games/${game.id}`, (route) => route.fulfill({ json: game }));
  await page.goto(`${site.url}/#/games/${game.id}`);
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
  await player.button('Try now').click();
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
