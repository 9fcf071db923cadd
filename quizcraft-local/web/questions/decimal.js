export function localSeparator() {
  const parts = new Intl.NumberFormat(navigator.language).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/**
 * Reads a number with a decimal point or comma, and with separators between groups of digits. A single separator before
 * three digits is ambiguous: it is decimal if the player's language uses it so.
 *
 * @param {string} typed
 * @param {string} local the decimal separator of that language
 * @returns {string | null} with a decimal point; null if it is no number
 */
export function parseDecimal(typed, local) {
  const text = typed.normalize('NFKC').replace(/[\s'’]/g, '').replace(/^[−–]/, '-');
  const point = decimalPoint(text, local);
  const whole = text.slice(0, point);
  const fraction = text.slice(point + 1);
  const hasGroups = /^[+-]?\d{1,3}([.,]\d{2,3})+$/.test(whole);
  if (!hasGroups && !/^[+-]?\d*$/.test(whole)) return null;
  if (!/^\d*$/.test(fraction) || !/\d/.test(text)) return null;
  const digits = whole.replace(/[+.,]/g, '').replace(/^-?$/, '$&0');
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

/** Returns the index of the decimal separator, or the length if there is none. @param {string} text @param {string} local */
function decimalPoint(text, local) {
  const separators = text.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return text.length;
  const isGroup = last !== local && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  const isRepeated = separators.length > 1 && separators.every((separator) => separator === last);
  return isGroup || isRepeated ? text.length : text.lastIndexOf(last);
}

/** A year gets no separator. @param {string} canonical */
export const formatDecimal = (canonical) =>
  Number(canonical).toLocaleString(navigator.language, { maximumFractionDigits: 9, useGrouping: 'min2' });
