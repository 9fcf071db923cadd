import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { open } from '../support/browser.mjs';
import { screens } from '../support/screens.mjs';
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

test('the page needs at most 60 KB on the wire', async (t) => {
  const site = await Site.start(t);
  const player = await open(t, site);
  const sizes = new Map();
  player.page.on('requestfinished', async (request) => {
    const path = new URL(request.url()).pathname;
    if (/^\/$|\.(css|js|svg)$/.test(path)) sizes.set(path, (await request.sizes()).responseBodySize);
  });
  await player.page.reload();
  for await (const _ of screens(player));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.size > 20 && total <= 60_000, `${total} bytes: ${JSON.stringify([...sizes])}`);
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
