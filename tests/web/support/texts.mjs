/** Texts that a careless page would interpret, or that would break its layout. */
export const HOSTILE = {
  markup: '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script><b>bold</b>&lt;&#60;',
  bidirectional: 'abc \u202e reversed \u2066 isolated \u2069\u2069 def',
  long: 'w'.repeat(2_000),
  arabic: 'ما هي عاصمة مصر؟',
};

/** Replaces a game by one with a single question, whose texts are given. */
export async function withTexts(page, { kind = 'single', texts, response, source = null }) {
  const question = { index: 1, kind, prompt: texts.prompt, options: texts.options ?? [], unit: texts.unit ?? null };
  const { correct, solution = String(correct), clarification } = texts;
  const feedback = { index: 1, result: false, score: 0, correct, solution, clarification, source };
  const game = (values) => ({
    id: 'f'.repeat(64), keywords: texts.keywords, kinds: [kind], questions_limit: 1, questions_correct: 0, score: 0,
    creation_time: 1_700_000_000_000, failure: null, questions_answered: 0, status: 'READY', suggestions: [], ...values,
  });
  let state = game({});
  const answer = () => {
    state = game({ status: 'FINISHED', questions_answered: 1 });
    return feedback;
  };
  const bodies = {
    'GET ': () => state,
    'POST /questions/ask': () => question,
    'POST /questions/answer': answer,
    'GET /questions': () => ({ questions: [{ ...question, ...feedback, is_answered: true, response }] }),
  };
  await page.route(/\/games\/f{64}/, (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname.replace(/^\/games\/f{64}/, '');
    return route.fulfill({ json: bodies[`${request.method()} ${path}`]() });
  });
  await page.route('**/games?*', (route) => route.fulfill({ json: { games: [game({})], next: null } }));
  return `#/games/${'f'.repeat(64)}`;
}
