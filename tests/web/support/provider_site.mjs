import { open } from './browser.mjs';
import { IdentityProvider } from './provider.mjs';
import { Site } from './site.mjs';

/** Opens the page of a site whose players sign in at a provider. */
export async function openWithProvider(t, hash = '', audience = {}) {
  const provider = await IdentityProvider.start(t, audience);
  const site = await Site.start(t, provider.options);
  provider.serve(site.url);
  const player = await open(t, site, { hash, origins: [provider.issuer] });
  return { provider, site, player };
}

/** Signs in at the provider from the first screen. */
export async function logIn(player) {
  await player.button('Sign in').click();
  await player.button('Log in as Ada').click();
}
