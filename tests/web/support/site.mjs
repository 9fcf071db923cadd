import { Server } from '../../shared/node/server.mjs';

/** The page with the API behind it. */
export class Site {
  /** Starts a site that stops when the test ends. */
  static async start(t, options = []) {
    const site = new Site();
    site.server = await Server.start(t, options);
    site.url = site.server.url;
    return site;
  }
}
