// The token, and what a player has typed. It belongs to this tab, and survives a reload if the browser allows storage.

const ITEM = 'quizcraft';

/** @type {Record<string, any>} */
let kept = {};
try {
  kept = JSON.parse(sessionStorage.getItem(ITEM) ?? '{}');
} catch {
  // Nothing is stored.
}

/** @param {string} name @param {unknown} value `null` removes what is kept */
export function keep(name, value) {
  kept[name] = value ?? undefined;
  save();
}

/** @param {string} name */
export const recall = (name) => kept[name] ?? null;

export function forgetAll() {
  kept = {};
  save();
}

function save() {
  try {
    sessionStorage.setItem(ITEM, JSON.stringify(kept));
  } catch {
    // It stays in memory.
  }
}
