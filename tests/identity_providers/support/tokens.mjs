/** What the payload of a JWT says. */
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

/** The header of a JWT. */
export function headerOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
}

/** A part of a JWT. */
export function part(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
