import assert from 'node:assert/strict';

import { eventually } from '../../shared/node/eventually.mjs';

const VERDICT = /^. (Right|Wrong|Partly right)/;

/** What a player does with the page, found as assistive technology finds it. */
export class Player {
  constructor(page, site) {
    this.page = page;
    this.site = site;
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  heading(name) {
    return this.page.getByRole('heading', { level: 1, name });
  }

  /** A text on the screen. */
  text(text) {
    return this.page.getByRole('main').getByText(text);
  }

  /** Signs in with the development issuer. */
  async signIn(name) {
    if (name !== undefined) {
      await this.page.getByText('Play under another name').click();
      await this.page.getByLabel('Name').fill(name);
    }
    await this.button('Play').click();
    await this.heading('What do you want to be asked about?').waitFor();
    return this;
  }

  /** Fills the form for a new game and starts it. */
  async newGame(keywords, { limit = 5, kinds = ['Choose one'] } = {}) {
    await this.page.getByLabel('Keywords', { exact: true }).fill(`${keywords.join(',')},`);
    await this.openOptions();
    await this.page.getByRole('radio', { name: `${limit}`, exact: true }).check();
    for (const box of await this.page.getByRole('group', { name: 'Kinds of questions' }).getByRole('checkbox').all()) {
      const name = await box.evaluate((input) => input.parentElement.textContent);
      await box.setChecked(kinds.includes(name));
    }
    await this.button('Start the game').click();
    await this.question();
  }

  /** The summary of the options of a new game, which unfolds them. */
  get options() {
    return this.page.locator('summary', { hasText: 'Options:' });
  }

  /** Unfolds the options of a new game. */
  async openOptions() {
    if (!(await this.options.evaluate((summary) => summary.parentElement.open))) await this.options.click();
  }

  /** Waits for a question and returns its text. */
  async question() {
    await this.button('Answer').waitFor();
    return this.heading().innerText();
  }

  /** Responds to the question somehow, by mouse and keyboard, and sends the answer. */
  async answer() {
    await this.respond();
    await this.send();
  }

  async send() {
    await this.button('Answer').click();
    await this.result();
  }

  /** Responds to the question somehow, and does not send the answer. */
  async respond() {
    await this.question();
    const option = this.page.locator('label.option').first();
    const field = this.page.getByLabel(/Your (answer|estimate)/);
    if (await option.isVisible()) await option.click();
    else if (await field.isVisible()) await field.fill('1900');
    else await this.button(/^Move .* down$/).first().click();
  }

  /** Waits until the screen accepts Enter and clicks: a new one ignores them at first. */
  async settled() {
    await this.page.locator('form .primary:enabled').waitFor();
  }

  /** Waits for the result and returns the verdict. */
  async result() {
    const heading = this.heading(/^(Right|Wrong|Partly right)/);
    await heading.waitFor();
    return (await heading.innerText()).match(VERDICT)[1];
  }

  async next() {
    await this.button(/Next question|See the summary/).click();
  }

  /** Plays to the end and returns the verdicts. */
  async finish() {
    const verdicts = [];
    while (!(await this.isAtSummary())) {
      await this.answer();
      verdicts.push(await this.result());
      await this.next();
      await eventually('the next screen', async () => (await this.isAtSummary()) || this.button('Answer').isVisible());
    }
    return verdicts;
  }

  isAtSummary() {
    return this.page.getByRole('heading', { name: 'Questions' }).isVisible();
  }

  /** The id of the game that is shown. */
  get game() {
    return this.page.url().match(/#\/games\/([0-9a-f]{64})$/)[1];
  }

  /** Requests something of the API with the token of the page. */
  async api(path, method = 'GET', body = undefined) {
    const token = await this.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session.token);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(this.site.url + path, { method, headers, body: JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return response.json();
  }

  /** Answers this number of requests for a path with an error, and then passes them on. */
  async refuse(path, times, status, { code = 'unavailable', ...headers } = {}) {
    let left = times;
    await this.page.route(path, (route) => {
      left -= 1;
      if (left < 0) return route.fallback();
      return route.fulfill({ status, headers, json: { errors: [{ code, message: `status ${status}` }] } });
    });
  }

  /** Delays requests for a path until the returned function is called. */
  async hold(path) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await this.page.route(path, async (route) => {
      await released;
      await route.fallback().catch(() => {});
    });
    return release;
  }

  /** The note that says what the player waits for. */
  get loading() {
    return this.page.locator('#loading');
  }

  /** The bar that tells about an outage. */
  get outage() {
    return this.page.locator('#outage');
  }

  /** Ends the wait of an outage, unless a retry succeeds before. */
  async tryNow() {
    await this.button('Try now').click({ timeout: 1_000 }).catch(() => {});
  }

  /** Opens another tab of the same player at the same place. */
  async anotherTab() {
    const storage = await this.page.evaluate(() => sessionStorage.quizcraft);
    const page = await this.page.context().newPage();
    await page.addInitScript((text) => (sessionStorage.quizcraft ??= text), storage);
    await page.goto(this.page.url());
    return new Player(page, this.site);
  }

  focused() {
    return this.page.evaluate(() => document.activeElement.innerText);
  }
}
