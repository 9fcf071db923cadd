import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { eventually } from './eventually.mjs';

const binary = process.env.QUIZCRAFT_BINARY;

// The servers stop with the test process.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The server binary on a loopback port, which stays the same when it is restarted. */
export class Server {
  #options;
  #process;
  #stdout = '';
  #stderr = '';

  /** Starts a server that stops when the test ends. */
  static async start(t, options = []) {
    if (!binary) throw new Error('QUIZCRAFT_BINARY must be the path of the server binary; ./run sets it');
    const server = new Server();
    server.#options = options;
    t.after(() => server.kill());
    await server.#launch('127.0.0.1:0');
    return server;
  }

  /** Kills the process. */
  async kill() {
    const closed = this.#process.exitCode === null && once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await closed;
    running.delete(this.#process);
  }

  /** Starts it again on the same port. Games and keys of the killed process are gone. */
  async restart() {
    await this.#launch(new URL(this.url).host);
  }

  async #launch(address) {
    this.#stdout = '';
    this.#process = spawn(binary, ['serve', '--addr', address, ...this.#options], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#process);
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
    this.url = await eventually('the server says where it listens', () => this.#address());
  }

  #address() {
    if (this.#process.exitCode !== null) throw new Error(`the server did not start: ${this.#stderr}`);
    return this.#stdout.match(/^listening on (http:\/\/\S+)$/m)?.[1];
  }
}

/** Returns the environment without the variables that the server or its libraries read. */
function cleanEnvironment() {
  const groups = /^(QUIZCRAFT|AWS)_/;
  const names = /^(RUST_LOG|(GAME|QUESTION|TOKEN)_TABLE|(HTTPS?|ALL|NO)_PROXY)$/i;
  const bare = ([name]) => !groups.test(name) && !names.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(bare));
}
