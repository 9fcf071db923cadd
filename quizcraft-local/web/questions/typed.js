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
  result: (answered) => comparison(answered, String(answered.response)),
};

/** @type {T.QuestionKind} */
export const number = {
  name: 'Estimate a number',
  instruction: 'Estimate: the closer, the better.',
  missing: 'Write a number, such as -12.5',
  input({ unit }, draft, changed) {
    const understood = h('output.hint', { for: 'response' });
    const read = () => parseDecimal(field.value, localSeparator());
    const input = () => {
      const value = read();
      // Separators are ambiguous, so the player sees how they were understood.
      const isPlain = value === null || /^-?\d*$/.test(field.value);
      understood.textContent = isPlain ? '' : `= ${withUnit(formatDecimal(value), unit)}`;
      changed();
    };
    const field = h('input', { ...FIELD, inputmode: 'decimal', value: draft, input });
    return typed(field, ['Your estimate', ...(unit === null ? [] : [' in ', quoted(unit)])], understood, read);
  },
  result: (answered) => comparison(answered, withUnit(formatDecimal(String(answered.response)), answered.unit)),
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
});

/** @param {string} value @param {string | null} unit */
const withUnit = (value, unit) => (unit === null ? value : `${value} ${unit}`);

/** @param {T.Answered} answered @param {string} response as it is shown */
const comparison = ({ solution }, response) => h('dl', h('dt', 'Your answer'), h('dd', { dir: 'auto' }, response),
  h('dt', 'Right answer'), h('dd', { dir: 'auto' }, solution));
