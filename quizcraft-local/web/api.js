/** @type {(http: import('./http.js').Http) => T.Api} */
export const createApi = (http) => ({
  games: (page) => http.send(`/games?${new URLSearchParams(page)}`),
  create: (body, key) => http.send('/games', { method: 'POST', body, key }),
  game: (id) => http.send(`/games/${id}`),
  questions: (id) => http.send(`/games/${id}/questions`),
  question: (id, index) => http.send(`/games/${id}/questions/${index}`),
  ask: (id) => http.send(`/games/${id}/questions/ask`, { method: 'POST' }),
  answer: (id, body) => http.send(`/games/${id}/questions/answer`, { method: 'POST', body }),
  topics: () => http.send('/topics', { anonymous: true, isOptional: true }),
  settings: () => http.send('/web.json', { anonymous: true }),
  developmentToken: (email) => http.send('/dev/token', { method: 'POST', body: { email }, anonymous: true }),
});
