import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';

import { eventually } from '../../shared/node/eventually.mjs';
import { Loopback } from './loopback.mjs';
import { claimsOf } from './tokens.mjs';

export const AUDIENCE = 'https://api.quiz.example/';

/** `oauth2-mock-server`, which signs any claims and can be made to misbehave. */
export class MockProvider {
  #loopback;
  #accounts = new Map();
  #kid;

  /** Changes the userinfo response, if set: `(response, request) => …`. */
  changeUserinfo = null;

  /** Starts a provider that stops when the test ends. */
  static async start(t) {
    const provider = new MockProvider();
    provider.#loopback = await Loopback.open();
    t.after(() => provider.#loopback.close());
    provider.oauth = new OAuth2Issuer();
    provider.oauth.url = provider.#loopback.url;
    const service = new OAuth2Service(provider.oauth);
    service.on('beforeUserinfo', (...event) => provider.#userinfo(...event));
    provider.#loopback.serve(service.requestHandler);
    await provider.rotate('first');
    return provider;
  }

  get issuer() {
    return this.#loopback.url;
  }

  /** The options of a server that uses this provider. */
  get options() {
    return ['--issuer', this.issuer, '--audience', AUDIENCE];
  }

  /** Publishes an additional key and signs with it from now on. */
  async rotate(kid) {
    await this.oauth.keys.generate('RS256', { kid });
    this.#kid = kid;
  }

  /** Creates an account with this userinfo response. */
  account(sub, claims) {
    this.#accounts.set(sub, claims);
  }

  /** Returns a token of this account. `undefined` claims are omitted. */
  token(sub, claims = {}, { kid = this.#kid, expiresIn = 600 } = {}) {
    return sign(this.oauth, { sub, ...claims }, { kid, expiresIn });
  }

  /** Returns a token with a verified address, which needs no userinfo request. */
  tokenWithAddress(sub, email, claims = {}) {
    return this.token(sub, { email, email_verified: true, ...claims });
  }

  /** The number of requests to the userinfo endpoint. */
  get userinfoRequests() {
    return this.#loopback.times('/userinfo');
  }

  /** The number of requests for the keys. */
  get keyFetches() {
    return this.#loopback.times('/jwks');
  }

  /** The number of requests. */
  get requests() {
    return this.#loopback.requests;
  }

  /** Waits until the userinfo endpoint has received this many requests. */
  untilUserinfoRequests(times) {
    return eventually(`userinfo is asked ${times} times`, () => this.userinfoRequests >= times);
  }

  /** Delays userinfo requests until the returned function is called. */
  delayUserinfo() {
    return this.#loopback.hold('/userinfo');
  }

  /** Responds to requests for the keys with this status and these headers; `null` restores the keys. */
  setKeysResponse(answer) {
    const handler = answer && ((_, response) => response.writeHead(...answer).end('{}'));
    this.#loopback.answerInstead('/jwks', handler);
  }

  stop() {
    this.#loopback.stop();
  }

  restart() {
    this.#loopback.restart();
  }

  #userinfo(response, request) {
    const { sub } = claimsOf(request.headers.authorization.replace('Bearer ', ''));
    response.body = { sub, ...this.#accounts.get(sub) };
    this.changeUserinfo?.(response, request);
  }
}

/** Signs claims with the issuer's key. The claims may name another issuer. */
export function sign(issuer, claims, { kid, expiresIn = 600 } = {}) {
  const fill = (_, payload) => Object.assign(payload, { aud: AUDIENCE, ...claims });
  return issuer.buildToken({ kid, expiresIn, scopesOrTransform: fill });
}
