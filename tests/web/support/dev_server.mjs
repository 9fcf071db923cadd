import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const assets = fileURLToPath(new URL('../../../quizcraft-local/web/', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Returns a policy that allows the page and, for its token endpoint, the identity provider. */
function policy({ sign_in }) {
  const provider = sign_in.token_endpoint ? ` ${new URL(sign_in.token_endpoint).origin}` : '';
  return `default-src 'self'; connect-src 'self'${provider}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

/** Serves the page, and forwards everything else to the API: what the binary does by itself, for work on the page. */
export class DevServer {
  #server;
  #upstream;
  #settings;

  /** @param {string} upstream the URL of the API */
  static async start(upstream, settings = { sign_in: { kind: 'development' } }, port = 0) {
    const server = new DevServer();
    server.#upstream = upstream;
    server.#settings = settings;
    server.#server = createServer((incoming, response) => server.#answer(incoming, response));
    server.#server.listen(port, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(incoming, response) {
    const path = incoming.url.split('?')[0];
    response.setHeader('content-security-policy', policy(this.#settings));
    if (path === '/web.json') return respond(response, '.json', JSON.stringify(this.#settings));
    if (path === '/topics') return respond(response, '.json', JSON.stringify({ topics: topics() }));
    const name = path === '/' ? '/index.html' : path;
    const type = extname(name);
    const asset = TYPES[type] && (await readFile(join(assets, normalize(name))).catch(() => null));
    if (asset) respond(response, type, asset);
    else this.#forward(incoming, response);
  }

  #forward(incoming, response) {
    const { method, headers, url } = incoming;
    const outgoing = request(this.#upstream + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  }
}

function respond(response, type, body) {
  response.writeHead(200, {
    'content-type': TYPES[type] ?? 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

let known;

function topics() {
  known ??= execFileSync(process.env.QUIZCRAFT_BINARY, ['topics'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.match(/^(.+?) +\d+ facts {3}/)?.[1])
    .filter(Boolean);
  return known;
}
