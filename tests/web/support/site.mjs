import { DevServer } from './dev_server.mjs';
import { Server } from './server.mjs';

/** The page with the API behind it. */
export class Site {
  /** Starts a site that stops when the test ends. */
  static async start(t, options = [], settings = undefined) {
    const site = new Site();
    site.server = await Server.start(t, options);
    site.url = site.server.url;
    if (process.env.QUIZCRAFT_WEB_DEV === '1') await site.#serveAssets(t, settings);
    return site;
  }

  async #serveAssets(t, settings) {
    const server = await DevServer.start(this.server.url, settings);
    t.after(() => server.close());
    this.url = server.url;
  }
}
