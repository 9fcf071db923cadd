import { Advice, keep, recall } from './http.js';

// Sign-in at an identity provider: the authorization code flow of OpenID Connect with PKCE (RFC 7636).

const TIMEOUT = 20_000;

/** A fragment cannot be part of this URL, so it is kept here. */
const redirect_uri = `${location.origin}/`;

/** Leaves the page for the provider's. @param {T.OpenIdClient} client */
export async function redirectToProvider({ authorization_endpoint, client_id, scope, parameters }) {
  if (!isSecureContext) throw new Advice('A browser signs in only on a page that it reached by HTTPS');
  const [state, nonce, verifier] = [random(), random(), random()];
  keep('sign-in', { state, nonce, verifier, hash: location.hash });
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const code_challenge = base64url(new Uint8Array(digest));
  const request = { response_type: 'code', client_id, redirect_uri, scope, state, nonce, code_challenge };
  location.assign(withQuery(authorization_endpoint, { ...parameters, ...request, code_challenge_method: 'S256' }));
}

/** @param {T.OpenIdClient} client */
export const signOutUrl = ({ end_session_endpoint, client_id }) =>
  end_session_endpoint && withQuery(end_session_endpoint, { client_id, post_logout_redirect_uri: redirect_uri });

/**
 * Exchanges the code in the URL, if there is one, for a token. It leaves the URL first: no bookmark may contain it.
 *
 * @param {T.OpenIdClient} client
 * @returns {Promise<T.Tokens | null>}
 */
export async function takeTokens(client) {
  const response = new URLSearchParams(location.search);
  if (!['state', 'code', 'error'].some((name) => response.has(name))) return null;
  const request = recall('sign-in');
  history.replaceState(null, '', `/${request?.hash ?? ''}`);
  keep('sign-in', null);
  // Any site can link to such an address, so the page repeats nothing of it.
  if (!response.has('state') && response.has('error')) throw new Advice('The identity provider refused the sign-in');
  const isOurs = request && response.get('state') === request.state;
  if (!isOurs || (response.get('iss') ?? client.issuer) !== client.issuer) {
    throw new Advice('This sign-in was started elsewhere');
  }
  const code = response.get('code');
  if (code === null) throw refusal(Object.fromEntries(response));
  const tokens = await exchange(client, { code, code_verifier: request.verifier });
  const player = tokens.id_token ? subjectOf(tokens.id_token, client, request.nonce) : '';
  return { ...tokens, player, access_token: client.token === 'id' ? tokens.id_token : tokens.access_token };
}

/** @param {T.OpenIdClient} client @param {Record<string, string>} proof */
async function exchange({ token_endpoint, client_id, parameters, token }, proof) {
  const grant = { ...parameters, grant_type: 'authorization_code', client_id, redirect_uri, ...proof };
  const init = { method: 'POST', body: new URLSearchParams(grant), signal: AbortSignal.timeout(TIMEOUT) };
  const response = await fetch(token_endpoint, init).catch(unreachable);
  const tokens = await response.json().catch(() => null);
  if (tokens?.error) throw refusal(tokens);
  if (!tokens?.[`${token}_token`]) throw new Advice(`The identity provider issued no ${token} token`);
  return tokens;
}

/** @param {Error} error @returns {never} */
function unreachable(error) {
  throw new Advice(error.name === 'TimeoutError'
    ? 'The identity provider did not respond in time'
    // A browser does not tell the two apart.
    : `The identity provider did not respond, or it does not allow requests from ${location.origin}`);
}

/** Returns the error of an error response (RFC 6749, 4.1.2.1 and 5.2). @param {Record<string, string>} response */
function refusal({ error = 'no reason given', error_description }) {
  const description = error_description ? ` (${error_description})` : '';
  return new Advice(`The identity provider refused the sign-in: ${error}${description}`);
}

/**
 * Returns whom the token is about. The token endpoint itself sent it, so its signature needs no check (OpenID Connect
 * Core, 3.1.3.7).
 *
 * @param {string} token
 * @param {T.OpenIdClient} client
 * @param {string} nonce
 */
function subjectOf(token, { issuer, client_id }, nonce) {
  const claims = claimsOf(token);
  const isForUs = claims.iss === issuer && [claims.aud].flat().includes(client_id) && claims.nonce === nonce;
  if (!isForUs) throw new Advice('The ID token belongs to another sign-in');
  return String(claims.sub ?? '');
}

/** @param {string} token */
function claimsOf(token) {
  try {
    return JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))) ?? {};
  } catch {
    throw new Advice('The identity provider sent a malformed ID token');
  }
}

/** @param {string} url @param {Record<string, string>} query */
function withQuery(url, query) {
  const result = new URL(url);
  for (const [name, value] of Object.entries(query)) result.searchParams.set(name, value);
  return result;
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
