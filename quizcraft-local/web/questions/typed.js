import { h, quoted } from '../dom.js';
import { formatDecimal, localSeparator, parseDecimal } from './decimal.js';

/** @type {T.QuestionKind} */
export const text = {
  name: 'Write a text',
  instruction: 'Write a short answer.',
  missing: 'Write an answer first',
  input(_, draft, input) {
    const field = h('input', { ...FIELD, dir: 'auto', spellcheck: 'false', value: draft, input });
    return typed(field, ['Your answer'], '', () => field.value.trim() || null);
  },
  result: ({ response, solution }) => comparison(String(response), solution),
};

/** @type {T.QuestionKind} */
export const number = {
  name: 'Estimate a number',
  instruction: 'Estimate: the closer, the better.',
  missing: 'Write a number, such as 12 or 1.5',
  input({ unit }, draft, changed) {
    const understood = h('output.hint', { for: 'response' });
    const field = h('input', { ...FIELD, inputmode: 'decimal', value: draft, input });
    const read = () => parseDecimal(field.value, localSeparator());
    function input() {
      const value = read();
      // Separators are ambiguous, so the player sees how they were understood.
      const isPlain = value === null || /^-?\d*$/.test(field.value);
      understood.textContent = isPlain ? '' : `= ${measure(value, unit)}`;
      changed();
    }
    return typed(field, ['Your estimate', ...(unit === null ? [] : [' in ', quoted(unit)])], understood, read);
  },
  result({ response, correct, solution, unit }) {
    const known = unit ?? unitOf(solution);
    return comparison(measure(response, known), measure(correct, known));
  },
};

/** The name of the field is the prompt together with the label. */
const FIELD = { id: 'response', autocomplete: 'off', 'aria-labelledby': 'prompt response-label' };

/**
 * @param {HTMLInputElement} field
 * @param {(Node | string)[]} label
 * @param {Node | string} note
 * @param {() => string | null} response
 * @returns {T.QuestionInput}
 */
const typed = (field, label, note, response) => ({
  element: h('div.field', h('label', { for: 'response', id: 'response-label' }, ...label), field, note),
  field,
  response,
  draft: () => field.value,
  keys: '',
});

/** @param {T.Response} value @param {string | null} unit */
const measure = (value, unit) => {
  const number = formatDecimal(String(value));
  return unit === null ? number : `${number} ${unit}`;
};

/** The list of a game has no units, but the text of a solution ends with it. @param {string} solution */
const unitOf = (solution) => solution.match(/^\S+ (.+)$/s)?.[1] ?? null;

/** @param {string} response @param {string} solution */
const comparison = (response, solution) => h('dl', h('dt', 'Your answer'), h('dd', { dir: 'auto' }, response),
  h('dt', 'Right answer'), h('dd', { dir: 'auto' }, solution));
