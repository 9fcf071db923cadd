/** The decimal separator of the player's language. */
export function localSeparator() {
  const parts = new Intl.NumberFormat(navigator.language).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
}

/**
 * Reads a number as people write it, with a decimal point or comma and with separators between groups of digits. Returns
 * it with a decimal point, or null if it is no number.
 *
 * A single separator before exactly three digits is ambiguous: it is decimal if the player's language uses it so. Callers
 * show the result, so that a player sees how it was understood.
 *
 * @param {string} typed
 * @param {string} local the decimal separator of the player's language
 */
export function parseDecimal(typed, local) {
  const text = typed.normalize('NFKC').replace(/[\s'’]/g, '').replace(/^[−–]/, '-');
  const separator = decimalSeparator(text, local);
  const [whole, fraction = ''] = separator === null ? [text] : split(text, separator);
  const isNumber = /^[+-]?(\d*|\d{1,3}([.,]\d{2,3})+)$/.test(whole) && /^\d*$/.test(fraction) && /\d/.test(whole + fraction);
  if (!isNumber) return null;
  const digits = whole.replace(/[+.,]/g, '').replace(/^(-?)$/, '$10');
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

/** @param {string} text @param {string} local */
function decimalSeparator(text, local) {
  const separators = text.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return null;
  if (new Set(separators).size === 2) return last;
  if (separators.length > 1) return null;
  const isGroup = last !== local && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return isGroup ? null : last;
}

/** @param {string} text @param {string} separator */
function split(text, separator) {
  const at = text.lastIndexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Returns a number as the player's language writes it. A year has no separator. @param {string} canonical */
export function formatDecimal(canonical) {
  const options = /** @type {const} */ ({ maximumFractionDigits: 9, useGrouping: 'min2' });
  return new Intl.NumberFormat(navigator.language, options).format(Number(canonical));
}
