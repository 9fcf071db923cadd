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
  const separators = text.match(/[.,]/g) ?? [];
  const last = separators.at(-1) ?? local;
  const isGroup = last !== local && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  const isRepeated = separators.length > 1 && separators.every((separator) => separator === last);
  const at = separators.length === 0 || isGroup || isRepeated ? text.length : text.lastIndexOf(last);
  const [whole, fraction] = [text.slice(0, at), text.slice(at + 1)];
  const isNumber = /^[+-]?(\d*|\d{1,3}([.,]\d{2,3})+)$/.test(whole) && /^\d*$/.test(fraction) && /\d/.test(text);
  if (!isNumber) return null;
  const digits = whole.replace(/[+.,]/g, '').replace(/^-?$/, '$&0');
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

/** A year gets no separator. @param {string} canonical */
export const formatDecimal = (canonical) =>
  Number(canonical).toLocaleString(navigator.language, { maximumFractionDigits: 9, useGrouping: 'min2' });
