import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chromium } from 'playwright-core';

import { Player } from './player.mjs';

/** Chromium needs this option where it may not create sandboxes, as in a container. */
const ARGS = ['--no-sandbox'];

let started;

/** Returns the one browser of a test file. */
function browser() {
  started ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  return started;
}

after(async () => (await started)?.close());

/**
 * Opens the page for a player who is not signed in. The test fails if the page reports an error, or sends a request to
 * another origin. Errors that match `tolerated` are part of the test.
 */
export async function open(t, site, { hash = '', origins = [], tolerated = /^$/, ...options } = {}) {
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const defects = [];
  const allowed = [new URL(site.url).origin, ...origins];
  page.on('pageerror', (error) => tolerated.test(error.message) || defects.push(error.stack));
  page.on('console', (message) => isDefect(message) && defects.push(message.text()));
  context.on('request', (request) => {
    const isOurs = page.url().startsWith(site.url);
    if (isOurs && !allowed.includes(new URL(request.url()).origin)) defects.push(`a request to ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(defects, []);
  });
  page.setDefaultTimeout(15_000);
  await page.goto(`${site.url}/${hash}`);
  return new Player(page, site);
}

/** The browser itself logs responses with an error status. */
const isDefect = (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text());
