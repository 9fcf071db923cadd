// The server knows the page only, so a place in it is the fragment of the URL.

export const START = '#/';

/** @param {string} id */
export const gameHash = (id) => `#/games/${id}`;

export const isStart = () => ['', START].includes(location.hash);

/** Returns the id of the game of the current place, if it is one. */
export const gameId = () => location.hash.match(/^#\/games\/([0-9a-f]{64})$/)?.[1];
