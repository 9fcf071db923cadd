// The token, and what a player has typed. It survives a reload, and belongs to this tab only. Where a browser allows no
// storage, it lasts until the page is left.

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
  kept[name] = value;
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
    const present = Object.entries(kept).filter(([, value]) => value !== null);
    sessionStorage.setItem(ITEM, JSON.stringify(Object.fromEntries(present)));
  } catch {
    // It stays in memory.
  }
}
