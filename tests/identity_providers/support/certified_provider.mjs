import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import assert from 'node:assert/strict';

import Provider from 'oidc-provider';
// Passing the default store explicitly suppresses a warning at every start.
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';

import { Loopback } from './loopback.mjs';

export const AUDIENCE = 'https://api.quiz.example/';
export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

// A browser would be redirected to this page with the code; the test takes the code from the URL.
const RETURN_TO = 'https://quiz.example/signed-in';
const MACHINE = { client_id: 'machine', client_secret: 'a secret between two machines' };

// Everything that the provider issues outlives any test.
const LIVED = ['AccessToken', 'ClientCredentials', 'Grant', 'IdToken', 'Interaction', 'Session'];

const ACCOUNTS = {
  'account-of-ada': { email: 'ada@example.org', email_verified: true },
  'account-of-bob': { email: 'bob@example.org', email_verified: true },
  'account-of-eve': { email: 'ada@example.org', email_verified: false },
};

/** `oidc-provider`, which the OpenID Foundation has certified to conform to the standards. */
export class CertifiedProvider {
  #loopback;

  /** Starts a provider that stops when the test ends. */
  static async start(t) {
    const provider = new CertifiedProvider();
    provider.#loopback = await Loopback.open();
    t.after(() => provider.#loopback.close());
    const oidc = new Provider(provider.issuer, configuration());
    const answer = oidc.callback();
    provider.#loopback.serve((request, response) => {
      if (request.url.startsWith('/interaction/')) signIn(oidc, request, response);
      else answer(request, response);
    });
    return provider;
  }

  get issuer() {
    return this.#loopback.url;
  }

  /** The options of a server that uses this provider. */
  get options() {
    return ['--issuer', this.issuer, '--audience', AUDIENCE];
  }

  /** The number of requests to the userinfo endpoint. */
  get userinfoRequests() {
    return this.#loopback.times('/me');
  }

  /** The discovery document. */
  async discovered() {
    return (await fetch(`${this.issuer}/.well-known/openid-configuration`)).json();
  }

  /** Returns a token for the quiz, of a player who signs in with a browser. */
  async signIn(account, algorithm = 'RS256') {
    return this.#signIn(account, algorithm, { resource: AUDIENCE });
  }

  /** Returns a token of an application that requests no audience. */
  async signInWithoutAudience(account) {
    return this.#signIn(account, 'RS256', {});
  }

  /** Returns a token for the quiz by the client credentials grant. */
  async machineToken() {
    const grant = { grant_type: 'client_credentials', scope: 'play', resource: AUDIENCE };
    return this.#token({ ...MACHINE, ...grant });
  }

  /** Runs the authorization code flow with PKCE. */
  async #signIn(account, algorithm, target) {
    const client = { client_id: clientOf(algorithm), redirect_uri: RETURN_TO };
    const verifier = randomBytes(32).toString('base64url');
    const request = new URLSearchParams({
      ...client,
      ...target,
      response_type: 'code',
      scope: 'openid email play',
      login_hint: account,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const code = await browse(`${this.issuer}/auth?${request}`);
    const grant = { grant_type: 'authorization_code', code, code_verifier: verifier };
    return this.#token({ ...client, ...target, ...grant });
  }

  async #token(form) {
    const body = new URLSearchParams(form);
    const response = await fetch(`${this.issuer}/token`, { method: 'POST', body });
    const answer = await response.json();
    assert.equal(response.status, 200, JSON.stringify(answer));
    return answer.access_token;
  }
}

function configuration() {
  return {
    adapter: createMemoryAdapter(0),
    jwks: { keys: [...keys()] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [...ALGORITHMS.map(application), machine()],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'email', 'play'],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) }),
    extraTokenClaims: (_, token) => ACCOUNTS[token.accountId],
    loadExistingGrant: consent,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: quiz },
    },
    ttl: Object.fromEntries(LIVED.map((artifact) => [artifact, 600])),
  };
}

// Node 20 may hang when it exports a newly generated key as a JWK. Generating the key as PEM and importing it avoids
// this.
const AS_TEXT = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
};

/** Yields a key for each algorithm, with the algorithm as key id. */
function* keys() {
  const pairs = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048, ...AS_TEXT }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256', ...AS_TEXT }),
    EdDSA: generateKeyPairSync('ed25519', AS_TEXT),
  };
  for (const [alg, { privateKey }] of Object.entries(pairs)) {
    const key = createPrivateKey(privateKey).export({ format: 'jwk' });
    yield { ...key, kid: `the key for ${alg}`, use: 'sig', alg };
  }
}

const clientOf = (algorithm) => `quiz with ${algorithm}`;

/** Returns a public client: an application in a browser. */
function application(algorithm) {
  return {
    client_id: clientOf(algorithm),
    redirect_uris: [RETURN_TO],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
  };
}

function machine() {
  return {
    ...MACHINE,
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
  };
}

/** Returns the quiz as a resource server. The client determines the algorithm of its tokens. */
function quiz(_, audience, client) {
  const alg = ALGORITHMS.find((algorithm) => clientOf(algorithm) === client.clientId) ?? 'RS256';
  return { scope: 'play', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg } } };
}

/** Grants every scope that the client requests. */
async function consent({ oidc: { provider, client, session } }) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email play');
  grant.addResourceScope(AUDIENCE, 'play');
  await grant.save();
  return grant;
}

/** Completes the login with the login hint as the player, without a password. */
async function signIn(oidc, request, response) {
  const { params } = await oidc.interactionDetails(request, response);
  await oidc.interactionFinished(request, response, { login: { accountId: params.login_hint } });
}

/** Follows redirects with cookies until one contains the code. */
async function browse(start) {
  const cookies = new Map();
  let url = start;
  while (!url.startsWith(RETURN_TO)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    const location = response.headers.get('location');
    assert.ok(location, `${response.status} ${await response.text()}`);
    for (const set of response.headers.getSetCookie()) keep(cookies, set);
    url = new URL(location, url).href;
  }
  const parameters = new URL(url).searchParams;
  assert.ok(parameters.has('code'), url);
  return parameters.get('code');
}

function keep(cookies, set) {
  const [name, value] = set.split(';')[0].split('=');
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}
