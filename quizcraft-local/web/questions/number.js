import { h, quoted } from '../dom.js';
import { Incomplete } from '../errors.js';
import { formatDecimal, localSeparator, parseDecimal } from './decimal.js';
import { comparison, typedField } from './typed.js';

/** An estimated number. @type {import('../types.d.ts').QuestionKind} */
export const number = {
  name: 'Estimate a number',
  instruction: 'Estimate: the closer, the better.',
  input({ unit }, draft, changed) {
    const understood = h('output', { class: 'hint', for: 'response' });
    const read = () => parseDecimal(field.value, localSeparator());
    const input = () => {
      const value = read();
      understood.textContent = value === null || /^-?\d*$/.test(field.value) ? '' : `= ${withUnit(formatDecimal(value), unit)}`;
      changed();
    };
    const label = unit === null ? ['Your estimate'] : ['Your estimate in ', quoted(unit)];
    const { field, label: element } = typedField({ inputmode: 'decimal', input }, ...label);
    field.value = typeof draft === 'string' ? draft : '';
    return {
      element: h('div', { class: 'typed' }, element, field, understood),
      field,
      response() {
        const value = read();
        if (value === null) throw new Incomplete('Write a number, such as -12.5.');
        return value;
      },
      draft: () => field.value,
    };
  },
  result(answered) {
    return comparison(answered, withUnit(formatDecimal(String(answered.response)), answered.unit));
  },
};

/** @param {string} value @param {string | null} unit */
const withUnit = (value, unit) => (unit === null ? value : `${value} ${unit}`);
