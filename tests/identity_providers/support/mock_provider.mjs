import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';

import { eventually } from './eventually.mjs';
import { Loopback } from './loopback.mjs';
import { claimsOf } from './tokens.mjs';

export const AUDIENCE = 'https://api.quiz.example/';

/** `oauth2-mock-server`: it signs whatever it is told to, and misbehaves when it is told to. */
export class MockProvider {
  #place;
  #accounts = new Map();
  #kid;

  /** How userinfo answers instead, if it is to misbehave: `(response, request) => …`. */
  misbehaviour = null;

  /** Starts one that ends with the test. */
  static async start(t) {
    const provider = new MockProvider();
    provider.#place = await Loopback.open();
    t.after(() => provider.#place.close());
    provider.oauth = new OAuth2Issuer();
    provider.oauth.url = provider.#place.url;
    const service = new OAuth2Service(provider.oauth);
    service.on('beforeUserinfo', (...event) => provider.#userinfo(...event));
    provider.#place.serve(service.requestHandler);
    await provider.rotate('first');
    return provider;
  }

  get issuer() {
    return this.#place.url;
  }

  /** What the server has to be told of it. */
  get options() {
    return ['--issuer', this.issuer, '--audience', AUDIENCE];
  }

  /** Publishes another key beside those that there are, and signs with it from now on. */
  async rotate(kid) {
    await this.oauth.keys.generate('RS256', { kid });
    this.#kid = kid;
  }

  /** Makes an account, which userinfo tells of. */
  account(sub, claims) {
    this.#accounts.set(sub, claims);
  }

  /** A token of this account. Claims that are `undefined` are left out of it. */
  token(sub, claims = {}, { kid = this.#kid, expiresIn = 600 } = {}) {
    return sign(this.oauth, { sub, ...claims }, { kid, expiresIn });
  }

  /** A token that brings the address along, so that userinfo isn't needed. */
  tokenWithAddress(sub, email, claims = {}) {
    return this.token(sub, { email, email_verified: true, ...claims });
  }

  /** How often userinfo was asked. */
  get lookUps() {
    return this.#place.times('/userinfo');
  }

  /** How often the keys were asked for. */
  get keyFetches() {
    return this.#place.times('/jwks');
  }

  /** How often anything was asked. */
  get requests() {
    return this.#place.requests;
  }

  /** Waits until userinfo was asked this often. */
  untilAsked(times) {
    return eventually(`userinfo is asked ${times} times`, () => this.lookUps >= times);
  }

  /** Lets all who ask userinfo wait, until the function that is returned is called. */
  holdUserinfo() {
    return this.#place.hold('/userinfo');
  }

  /** Answers all who ask for its keys with this status and these headers; `null` ends that. */
  answerForKeys(answer) {
    const handler = answer && ((_, response) => response.writeHead(...answer).end('{}'));
    this.#place.answerInstead('/jwks', handler);
  }

  leave() {
    this.#place.leave();
  }

  comeBack() {
    this.#place.comeBack();
  }

  #userinfo(response, request) {
    const { sub } = claimsOf(request.headers.authorization.replace('Bearer ', ''));
    response.body = { sub, ...this.#accounts.get(sub) };
    this.misbehaviour?.(response, request);
  }
}

/** Signs as the issuer does, whatever issuer it claims. */
export function sign(issuer, claims, { kid, expiresIn = 600 } = {}) {
  const fill = (_, payload) => Object.assign(payload, { aud: AUDIENCE, ...claims });
  return issuer.buildToken({ kid, expiresIn, scopesOrTransform: fill });
}
