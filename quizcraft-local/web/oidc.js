import { SignInFailed } from './errors.js';
import { forget, recall, remember } from './storage.js';

/**
 * Sign-in at an identity provider: the authorization code flow of OpenID Connect with PKCE (RFC 7636).
 *
 * @typedef {import('./types.d.ts').OpenIdClient} OpenIdClient
 */

const REQUEST = 'sign-in';

/** The provider redirects to the page itself. A fragment cannot be part of this URL, so it is remembered. */
const redirectUri = () => `${location.origin}/`;

/** Leaves the page for the provider's. @param {OpenIdClient} client */
export async function redirectToProvider(client) {
  if (!isSecureContext) throw new SignInFailed('A browser signs in only on a page that it reached by HTTPS.');
  const request = { state: random(), nonce: random(), verifier: random(), hash: location.hash };
  remember(REQUEST, request);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request.verifier));
  const url = new URL(client.authorization_endpoint);
  const parameters = {
    ...client.parameters,
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri(),
    scope: client.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

/**
 * Takes the provider's response out of the URL, so that neither the history nor a bookmark contains the code.
 *
 * @returns {URLSearchParams | null} the response, if the URL contains one
 */
export function takeResponse() {
  const response = new URLSearchParams(location.search);
  if (!response.has('state') || !(response.has('code') || response.has('error'))) return null;
  history.replaceState(null, '', `/${recall(REQUEST)?.hash ?? ''}`);
  return response;
}

/**
 * Exchanges the code of a response for a token.
 *
 * @param {OpenIdClient} client
 * @param {URLSearchParams} response
 * @returns {Promise<{ access_token: string, expires_in?: number }>}
 */
export async function redeem(client, response) {
  const request = recall(REQUEST);
  forget(REQUEST);
  const issuer = response.get('iss');
  if (!request || response.get('state') !== request.state || (issuer !== null && issuer !== client.issuer)) {
    throw new SignInFailed('The sign-in was started in another tab or is too old.');
  }
  const code = response.get('code');
  if (code === null) throw new SignInFailed(refusal(response));
  const tokens = await exchange(client, code, request.verifier);
  if (tokens.id_token !== undefined) checkIdToken(tokens.id_token, client, request.nonce);
  return tokens;
}

/** Returns where to sign out at the provider, if it has such a page. @param {OpenIdClient} client */
export function signOutUrl(client) {
  if (client.end_session_endpoint === null) return null;
  const url = new URL(client.end_session_endpoint);
  url.searchParams.set('client_id', client.client_id);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  return url;
}

/** @param {OpenIdClient} client @param {string} code @param {string} verifier */
async function exchange(client, code, verifier) {
  const body = new URLSearchParams({
    ...client.parameters,
    grant_type: 'authorization_code',
    client_id: client.client_id,
    redirect_uri: redirectUri(),
    code,
    code_verifier: verifier,
  });
  const response = await fetch(client.token_endpoint, { method: 'POST', body }).catch(() => null);
  if (response === null) throw new SignInFailed('The identity provider does not respond.');
  const tokens = await response.json().catch(() => null);
  if (!response.ok || typeof tokens?.access_token !== 'string') {
    throw new SignInFailed('The identity provider did not issue a token.');
  }
  return tokens;
}

/**
 * Checks that the ID token belongs to this sign-in. It comes from the token endpoint itself, so its signature need not be
 * verified (OpenID Connect Core, 3.1.3.7).
 *
 * @param {string} token
 * @param {OpenIdClient} client
 * @param {string} nonce
 */
function checkIdToken(token, client, nonce) {
  const claims = claimsOf(token);
  const isForClient = [claims.aud].flat().includes(client.client_id);
  if (claims.iss !== client.issuer || !isForClient || claims.nonce !== nonce) {
    throw new SignInFailed('The ID token of the identity provider does not belong to this sign-in.');
  }
}

/** @param {string} token @returns {Record<string, unknown>} */
function claimsOf(token) {
  try {
    const base64 = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

/** @param {URLSearchParams} response */
function refusal(response) {
  if (response.get('error') === 'access_denied') return 'You did not allow the sign-in.';
  return `The identity provider refused the sign-in: ${response.get('error_description') ?? response.get('error')}.`;
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
