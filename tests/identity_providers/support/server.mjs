import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Client } from './client.mjs';
import { eventually } from './eventually.mjs';

const binary = process.env.QUIZCRAFT_BINARY;

// Whatever ends the tests ends the servers too.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The program, serving on a free port of loopback. */
export class Server {
  #process;
  #exited;
  #stdout = '';
  #stderr = '';

  /** Starts one that ends with the test. */
  static async start(t, options, env = {}) {
    if (!binary) throw new Error('QUIZCRAFT_BINARY must name the program; ./run does so');
    const server = new Server(options, env);
    t.after(() => server.stop());
    server.url = await eventually('the server says where it listens', () => server.#address());
    return server;
  }

  constructor(options, env) {
    this.#process = spawn(binary, ['serve', '--addr', '127.0.0.1:0', ...options], {
      env: { ...bareEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#process);
    // The event 'close' comes when all that was written has been read, too.
    this.#exited = once(this.#process, 'close');
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
  }

  /** A client with this token. */
  client(token) {
    return new Client(this.url, token);
  }

  /** Stops it as an operator does, and gives what it wrote: all of it, to the end. */
  async stop() {
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await this.#exited;
    running.delete(this.#process);
    clearTimeout(impatience);
    return { stdout: this.#stdout, stderr: this.#stderr };
  }

  #address() {
    if (this.#process.exitCode !== null) throw new Error(`no server: ${this.#stderr}`);
    return this.#stdout.match(/^listening on (http:\/\/\S+)$/m)?.[1];
  }
}

/** The environment without what the program, or a library in it, goes by. */
function bareEnvironment() {
  const groups = /^(QUIZCRAFT|AWS)_/;
  const names = /^(RUST_LOG|(GAME|QUESTION|TOKEN)_TABLE|(HTTPS?|ALL|NO)_PROXY)$/i;
  const bare = ([name]) => !groups.test(name) && !names.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(bare));
}
