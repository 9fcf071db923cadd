import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Client } from './client.mjs';
import { eventually } from './eventually.mjs';

const binary = process.env.QUIZCRAFT_BINARY;

// The servers stop with the test process.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The server binary on a free loopback port. */
export class Server {
  #process;
  #exited;
  #stdout = '';
  #stderr = '';

  /** Starts a server that stops when the test ends. */
  static async start(t, options, env = {}) {
    if (!binary) throw new Error('QUIZCRAFT_BINARY must be the path of the server binary; ./run sets it');
    const server = new Server(options, env);
    t.after(() => server.stop());
    server.url = await eventually('the server says where it listens', () => server.#address());
    return server;
  }

  constructor(options, env) {
    this.#process = spawn(binary, ['serve', '--addr', '127.0.0.1:0', ...options], {
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#process);
    // The event 'close' is emitted after all output has been read.
    this.#exited = once(this.#process, 'close');
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
  }

  /** Returns a client with this token. */
  client(token) {
    return new Client(this.url, token);
  }

  /** Stops the server with SIGTERM and returns its complete output. */
  async stop() {
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await this.#exited;
    running.delete(this.#process);
    clearTimeout(impatience);
    return { stdout: this.#stdout, stderr: this.#stderr };
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
