/** @typedef {{ name: 'start' } | { name: 'game', id: string } | { name: 'unknown' }} Route */

/** The server knows only the page, so a place in it is the fragment of the URL. @param {string} hash @returns {Route} */
export function parse(hash) {
  if (['', '#', '#/'].includes(hash)) return { name: 'start' };
  const id = hash.match(/^#\/games\/([0-9a-f]{64})$/)?.[1];
  return id === undefined ? { name: 'unknown' } : { name: 'game', id };
}

export const START = '#/';

/** @param {string} id */
export const gameHash = (id) => `#/games/${id}`;
