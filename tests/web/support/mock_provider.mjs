import { once } from 'node:events';
import { createServer } from 'node:http';

import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';

const AUDIENCE = 'https://api.quiz.example/';

/** `oauth2-mock-server`, which signs in every player at once, without a page of its own. */
export class MockProvider {
  /** The requests for tokens, as forms. */
  grants = [];

  /** Starts a provider that stops when the test ends. */
  static async start(t) {
    const provider = new MockProvider();
    const oauth = new OAuth2Issuer();
    const service = new OAuth2Service(oauth);
    const server = createServer(service.requestHandler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    provider.issuer = oauth.url = `http://127.0.0.1:${server.address().port}`;
    await oauth.keys.generate('RS256');
    service.on('beforeTokenSigning', ({ payload }) => {
      // The ID token has an audience: the page.
      if (payload.aud === undefined) Object.assign(payload, { aud: AUDIENCE, email: 'ada@example.org', email_verified: true });
    });
    service.on('beforeResponse', (_, request) => provider.grants.push(request.body));
    return provider;
  }

  /** The options of a server that uses this provider. */
  get options() {
    return ['--issuer', this.issuer, '--audience', AUDIENCE, '--web-client-id', 'the page', '--web-scope', 'openid email'];
  }
}
