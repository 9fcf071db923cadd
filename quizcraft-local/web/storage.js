// The token, and what a player has typed. It belongs to this tab, and survives a reload if the browser allows storage.
// Only the name of a player without a password is known to every tab.

const ITEM = 'quizcraft';
const SHARED_NAME = 'quizcraft-player';

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

/** @param {string} name empty if new tabs must not suggest one */
export function shareName(name) {
  try {
    if (name === '') localStorage.removeItem(SHARED_NAME);
    else localStorage.setItem(SHARED_NAME, name);
  } catch {
    // New tabs do not know it.
  }
}

export function sharedName() {
  try {
    return localStorage.getItem(SHARED_NAME) ?? '';
  } catch {
    return '';
  }
}
