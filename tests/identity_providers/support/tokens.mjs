/** Returns the claims of a JWT. */
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

/** Returns the header of a JWT. */
export function headerOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
}

/** Encodes a part of a JWT. */
export function part(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
