import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import Provider from 'oidc-provider';
// Passing the default store explicitly suppresses a warning at every start.
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';

const AUDIENCE = 'https://api.quiz.example/';
const CLIENT = 'the page';
const LIVED = ['AccessToken', 'Grant', 'IdToken', 'Interaction', 'Session'];

/** An identity provider with a page of its own, on which the player logs in or cancels. */
export class IdentityProvider {
  #server = createServer();
  #audience;

  /** Starts a provider that stops when the test ends. The audience may be that of the API, or the page itself. */
  static async start(t, { audience = AUDIENCE } = {}) {
    const provider = new IdentityProvider();
    provider.#audience = audience;
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    t.after(() => {
      provider.#server.close();
      provider.#server.closeAllConnections();
    });
    return provider;
  }

  get issuer() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The options of a server that uses this provider. */
  get options() {
    const [scope, token] = this.#audience === CLIENT ? ['openid email', 'id'] : ['openid email play', 'access'];
    const page = ['--web-client-id', CLIENT, '--web-scope', scope, '--web-token', token];
    return ['--issuer', this.issuer, '--audience', this.#audience, ...page];
  }

  /** Serves players of a page at this origin. */
  serve(origin) {
    const oidc = new Provider(this.issuer, configuration(origin));
    const answer = oidc.callback();
    this.#server.on('request', (request, response) => {
      if (!request.url.startsWith('/interaction/')) answer(request, response);
      else if (request.method === 'GET') response.setHeader('content-type', 'text/html').end(LOGIN);
      else finish(oidc, request, response);
    });
  }
}

const LOGIN = `<!doctype html><title>Provider</title><form method="post">
<button name="account" value="ada">Log in as Ada</button><button name="account" value="">Cancel</button></form>`;

async function finish(oidc, request, response) {
  const form = new URLSearchParams((await request.toArray()).join(''));
  const accountId = form.get('account');
  const result = accountId ? { login: { accountId } } : { error: 'access_denied' };
  await oidc.interactionFinished(request, response, result);
}

function configuration(origin) {
  return {
    adapter: createMemoryAdapter(0),
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [{
      client_id: CLIENT,
      redirect_uris: [`${origin}/`],
      post_logout_redirect_uris: [`${origin}/`],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'none',
    }],
    clientBasedCORS: (_, requesting) => requesting === origin,
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'email', 'play'],
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...email(id) }) }),
    extraTokenClaims: (_, token) => email(token.accountId),
    loadExistingGrant: consent,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: quiz },
    },
    ttl: Object.fromEntries(LIVED.map((artifact) => [artifact, 600])),
  };
}

const email = (account) => ({ email: `${account}@example.org`, email_verified: true });

/** Node 20 may hang when it exports a newly generated key as a JWK. Generating the key as PEM and importing it avoids this. */
function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { ...createPrivateKey(privateKey).export({ format: 'jwk' }), kid: 'the key', use: 'sig', alg: 'RS256' };
}

const quiz = (_, audience) =>
  ({ scope: 'play', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } });

/** Grants every scope that the page requests. */
async function consent({ oidc: { provider, client, session } }) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email play');
  grant.addResourceScope(AUDIENCE, 'play');
  await grant.save();
  return grant;
}
