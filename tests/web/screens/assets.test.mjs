import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { open } from '../support/browser.mjs';
import { logIn, openWithProvider } from '../support/provider_site.mjs';
import { Site } from '../support/site.mjs';

const assets = fileURLToPath(new URL('../../../quizcraft-local/web/', import.meta.url));
const project = fileURLToPath(new URL('../', import.meta.url));

/** Returns the text of each file that browsers load, by its name. */
async function served() {
  const names = (await readdir(assets, { recursive: true })).filter((name) => /\.(html|css|js|svg)$/.test(name));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(assets + name, 'utf8')])));
}

test('the types are right', async () => {
  const tsc = `${project}node_modules/typescript/bin/tsc`;
  const failure = await promisify(execFile)(process.execPath, [tsc, '-p', project]).catch((error) => error.stdout);
  assert.equal(typeof failure, 'object', failure);
});

/** Counts what the site sends and receives from now on, starting without a cache, as the browser reports it. */
async function traffic({ page, site }) {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.clearBrowserCache');
  const counted = new Map();
  const pending = [];
  page.on('requestfinished', (request) => pending.push(request.sizes().then((sizes) => {
    // How often the page looks for a game that is made depends on the machine, so that counts once.
    const isGame = /\/games\/[0-9a-f]{64}$/.test(request.url());
    if (request.url().startsWith(site.url)) counted.set(isGame ? request.url() : request, sizes);
  })));
  return async () => {
    await Promise.all(pending);
    const sum = (name) => [...counted.values()].reduce((total, sizes) => total + sizes[name], 0);
    return {
      requests: counted.size,
      received: sum('responseHeadersSize') + sum('responseBodySize'),
      sent: sum('requestHeadersSize') + sum('requestBodySize'),
    };
  };
}

/** Asserts that the server sends at most 60 KB until the first question, with the headers of its responses. */
async function isLight(t, player, signIn) {
  const count = await traffic(player);
  await player.page.reload();
  await signIn();
  await player.newGame(['Space']);
  const seen = await count();
  t.diagnostic(JSON.stringify(seen));
  assert.ok(seen.requests > 20 && seen.received > 30_000 && seen.received <= 60_000, JSON.stringify(seen));
}

test('the server sends at most 60 KB until the first question', async (t) => {
  const player = await open(t, await Site.start(t));
  await isLight(t, player, () => player.signIn());
});

test('the server sends at most 60 KB until the first question of a player who signs in at a provider', async (t) => {
  const { player } = await openWithProvider(t);
  await isLight(t, player, () => logIn(player));
});

/** Returns the modules that `app.js` loads at once, by the addresses that the page gives them. */
async function moduleGraph() {
  const files = await served();
  const found = new Set();
  const follow = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, target] of files[name].matchAll(/^(?:import|export) (?:[^']* from )?'(\.[^']+)'/gm)) follow(join(dirname(name), target));
  };
  follow('app.js');
  return [...found].filter((name) => name !== 'app.js').map((name) => `/web/${name}`).sort();
}

test('the page names every module at once, so that no import waits for another', async () => {
  const { 'index.html': page } = await served();
  const preloaded = [...page.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, href]) => href);
  assert.deepEqual(preloaded.sort(), await moduleGraph());
});

test('a player can click “Play” after three round trips', async (t) => {
  const site = await Site.start(t);
  const player = await open(t, site);
  const client = await player.page.context().newCDPSession(player.page);
  await client.send('Network.enable');
  /** The number of responses that must arrive, one after the other, before the request and its own is complete. */
  const trips = new Map();
  client.on('Network.requestWillBeSent', ({ request, initiator }) => {
    const stack = initiator.stack?.callFrames ?? [];
    const causes = [initiator.url, ...stack.map(({ url }) => url)].filter((url) => trips.has(url) && url !== request.url);
    trips.set(request.url, 1 + Math.max(0, ...causes.map((url) => trips.get(url))));
  });
  const started = performance.now();
  await player.page.reload();
  await player.button('Play').waitFor();
  t.diagnostic(`“Play” after ${Math.round(performance.now() - started)} ms`);
  assert.ok(trips.size > 15, [...trips]);
  assert.equal(trips.get(`${site.url}/`), 1);
  assert.equal(Math.max(...trips.values()), 3, [...trips]);
});

test('every file is short enough to be read at once', async () => {
  for (const [name, text] of Object.entries(await served())) {
    assert.ok(text.split('\n').length <= 250, name);
  }
});

test('texts can only become text, and nothing is inline', async () => {
  for (const [name, text] of Object.entries(await served())) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setHTML|DOMParser/, name);
    if (name.endsWith('.html')) assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/, name);
  }
});

test('no address of another site is part of the page', async () => {
  for (const [name, text] of Object.entries(await served())) {
    const addresses = (text.match(/https?:\/\/[^\s"'`]+/g) ?? []).filter((url) => !url.startsWith('http://www.w3.org/'));
    assert.deepEqual(addresses, [], name);
  }
});

test('a token is never part of an address', async (t) => {
  const player = await open(t, await Site.start(t));
  const urls = [];
  player.page.on('request', (request) => urls.push(request.url()));
  await player.signIn();
  await player.newGame(['Space']);
  await player.finish();
  const token = await player.page.evaluate(() => JSON.parse(sessionStorage.quizcraft).session.token);
  urls.push(player.page.url());
  assert.ok(urls.length > 10);
  assert.ok(urls.every((url) => !url.includes(token.split('.')[1])));
});
