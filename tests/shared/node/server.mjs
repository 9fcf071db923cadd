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
  #environment;
  #process;
  #closed;
  #stdout = '';
  #stderr = '';

  /** Starts a server that stops when the test ends. */
  static async start(t, options = [], environment = {}) {
    if (!binary) throw new Error('QUIZCRAFT_BINARY must be the path of the server binary; ./run sets it');
    const server = new this();
    server.#options = options;
    server.#environment = { ...cleanEnvironment(), ...environment };
    t.after(() => server.kill());
    await server.#launch('127.0.0.1:0');
    return server;
  }

  /** Kills the process. */
  async kill() {
    this.#process.kill('SIGKILL');
    await this.#ended();
  }

  /** Stops the server with SIGTERM and returns its complete output. */
  async stop() {
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await this.#ended();
    clearTimeout(impatience);
    return { stdout: this.#stdout, stderr: this.#stderr };
  }

  /** Starts a killed server again on the same port. What the process held in memory is gone. */
  async restart() {
    await this.#launch(new URL(this.url).host);
  }

  async #ended() {
    await this.#closed;
    running.delete(this.#process);
  }

  async #launch(address) {
    this.#stdout = '';
    this.#process = spawn(binary, ['serve', '--addr', address, ...this.#options], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#process);
    // The event 'close' is emitted after all output has been read.
    this.#closed = once(this.#process, 'close');
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
