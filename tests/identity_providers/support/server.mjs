import { Server as SharedServer } from '../../shared/node/server.mjs';
import { Client } from './client.mjs';

/** The server binary, as its clients use it. */
export class Server extends SharedServer {
  /** Returns a client with this token. */
  client(token) {
    return new Client(this.url, token);
  }
}
