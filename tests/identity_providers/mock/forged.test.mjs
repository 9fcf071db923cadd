import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';
import { test } from 'node:test';

import { OAuth2Issuer } from 'oauth2-mock-server';

import { MockProvider, sign } from '../support/mock_provider.mjs';
import { Server } from '../support/server.mjs';
import { claimsOf, headerOf, part } from '../support/tokens.mjs';

const ADA = { sub: 'ada', email: 'ada@example.org', email_verified: true };

/** Creates another issuer that claims the same issuer name and key id. */
async function impostor(provider) {
  const issuer = new OAuth2Issuer();
  issuer.url = provider.issuer;
  await issuer.keys.generate('RS256', { kid: 'first' });
  return issuer;
}

const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** Forged tokens, each with the reason of its rejection. */
const FORGERIES = {
  'signed with another key of the same id': {
    forge: async (provider) => sign(await impostor(provider), ADA),
    why: /the signature of the token is invalid/,
  },
  'unsigned': {
    forge: async (provider) => {
      const claims = claimsOf(await provider.token('ada', ADA));
      return `${part({ alg: 'none', typ: 'JWT', kid: 'first' })}.${part(claims)}.`;
    },
    why: /algorithm/,
  },
  'signed with the public key as an HMAC secret': {
    forge: async (provider) => {
      const { n, e } = provider.oauth.keys.get('first');
      const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
      const secret = key.export({ type: 'spki', format: 'pem' });
      const claims = claimsOf(await provider.token('ada', ADA));
      const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: 'first' })}.${part(claims)}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    },
    why: /algorithm/,
  },
  'changed after signing': {
    forge: async (provider) => {
      const [header, payload, signature] = (await provider.token('bob', ADA)).split('.');
      const changed = { ...claimsOf(`${header}.${payload}`), email: 'eve@example.org' };
      return `${header}.${part(changed)}.${signature}`;
    },
    why: /the signature of the token is invalid/,
  },
  'signed with a key in its own header': {
    forge: async (provider) => {
      const other = await impostor(provider);
      other.on('beforeSigning', ({ header }) => {
        const { n, e } = other.keys.get('first');
        header.jwk = { kty: 'RSA', n, e, alg: 'RS256', kid: 'first' };
      });
      return sign(other, ADA);
    },
    why: /the signature of the token is invalid/,
  },
  'for another audience': {
    forge: (provider) => provider.token('ada', { ...ADA, aud: 'https://shop.example/' }),
    why: /the token is for another audience/,
  },
  'for no audience': {
    forge: (provider) => provider.token('ada', { ...ADA, aud: undefined }),
    why: /the claim aud is missing/,
  },
  'that has expired': {
    forge: (provider) => provider.token('ada', ADA, { expiresIn: -1 }),
    why: /expired/,
  },
  'that is not valid yet': {
    forge: (provider) => provider.token('ada', { ...ADA, nbf: inSeconds(300) }),
    why: /the token is not valid yet/,
  },
  'of another issuer': {
    forge: (provider) => provider.token('ada', { ...ADA, iss: 'https://login.example/' }),
    why: /the token is from another issuer/,
  },
  'without a subject': {
    forge: (provider) => provider.token(undefined, { ...ADA, sub: undefined }),
    why: /the claim sub is missing/,
  },
  'of the logout type': {
    forge: async (provider) => {
      provider.oauth.once('beforeSigning', ({ header }) => (header.typ = 'logout+jwt'));
      return provider.token('ada', ADA);
    },
    why: /the token has the wrong type/,
  },
};

for (const [name, { forge, why }] of Object.entries(FORGERIES)) {
  test(`a token ${name} is rejected with a reason`, async (t) => {
    const provider = await MockProvider.start(t);
    const server = await Server.start(t, provider.options);
    const forged = await forge(provider);
    (await server.client(forged).get('/games')).isRejected(why);

    // A valid token is still accepted, and the forged one is still rejected after it.
    await server.client(await provider.token('ada', ADA)).games();
    (await server.client(forged).get('/games')).isRejected(why);
  });
}

test('a forged token is not sent to the userinfo endpoint', async (t) => {
  const provider = await MockProvider.start(t);
  const server = await Server.start(t, provider.options);
  provider.account('ada', ADA);
  const forged = await sign(await impostor(provider), { sub: 'ada' });
  (await server.client(forged).get('/games')).isRejected(/signature/);
  assert.equal(provider.userinfoRequests, 0);
});
