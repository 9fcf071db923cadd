// What survives a reload: the token, drafts of what a player types, and where to return to after signing in. It is kept
// for this tab only. Without storage, as in some private windows, it is kept until the page is left.

const PREFIX = 'quizcraft.';

/** @type {Map<string, string>} */
const fallback = new Map();

/** @param {string} name @param {unknown} value a value for `JSON.stringify` */
export function remember(name, value) {
  const text = JSON.stringify(value);
  fallback.set(name, text);
  try {
    sessionStorage.setItem(PREFIX + name, text);
  } catch {
    // The fallback holds it.
  }
}

/** Returns the value with this name, or null. @param {string} name @returns {any} */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? fallback.get(name) ?? 'null');
  } catch {
    return JSON.parse(fallback.get(name) ?? 'null');
  }
}

/** @param {string} name */
export function forget(name) {
  fallback.delete(name);
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing is stored.
  }
}

/** Removes everything, when a player signs out. */
export function forgetAll() {
  fallback.clear();
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
    }
  } catch {
    // Nothing is stored.
  }
}
