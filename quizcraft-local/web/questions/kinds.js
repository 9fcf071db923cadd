import { button, h, noted, QUESTION_LABELS, quoted, sign, spoken } from '../dom.js';
import { order } from './order.js';

const single = choices('radio', 'Choose one', 'Choose one option.');

const multiple = choices('checkbox', 'Choose several',
  'Choose all that are right. A wrong choice takes away what a right one gives.');

/** @param {'radio' | 'checkbox'} type @param {string} name @param {string} instruction @returns {T.QuestionKind} */
function choices(type, name, instruction) {
  return {
    name,
    instruction,
    missing: 'Choose an option first',
    input(question, draft, change) {
      const options = arranged(question.options);
      const drafted = [draft].flat();
      const inputs = options.map((option) => h('input', { type, name, checked: drafted.includes(option), change }));
      const rows = options.map((option, at) => h('label.option', inputs[at], numberKey(at + 1), quoted(option)));
      const role = type === 'radio' ? 'radiogroup' : 'group';
      const chosen = () => options.filter((_, at) => inputs[at].checked);
      return {
        element: h('div.options', { role, ...QUESTION_LABELS }, ...rows),
        response: () => {
          if (chosen().length === 0) return null;
          return type === 'radio' ? chosen()[0] : chosen();
        },
        draft: chosen,
        keys: `1 to ${options.length}`,
        digit: (digit) => {
          inputs[digit - 1]?.focus();
          inputs[digit - 1]?.click();
        },
      };
    },
    result,
  };
}

/** @param {number} digit */
const numberKey = (digit) => h('kbd.keys', { 'aria-hidden': 'true' }, `${digit}`);

/** The service shuffles options. Those of a statement stay where players expect them. @param {string[]} options */
const arranged = (options) =>
  (options.length === 2 && options.includes('True') && options.includes('False') ? ['True', 'False'] : options);

/** @param {T.Answered} answered */
function result({ options, response, correct }) {
  const chosen = [response].flat();
  const right = [correct].flat();
  // The list of a game has no options, so the summary shows those that matter.
  const known = arranged(options.length > 0 ? options : [...new Set([...right, ...chosen].map(String))]);
  const missed = Array.isArray(correct) ? 'right, not chosen' : 'right answer';
  const rows = known.map((option) => marked(option, right.includes(option), chosen.includes(option), missed));
  return h('ul.options', ...rows);
}

/**
 * Signs and colours do not reach screen readers, so they hear more.
 *
 * @param {string} option
 * @param {boolean} isRight
 * @param {boolean} isChosen
 * @param {string} missed the note of a right option that was not chosen
 */
function marked(option, isRight, isChosen, missed) {
  const yours = (/** @type {string} */ verdict) => noted(option, spoken(' – '), 'your answer', spoken(`, ${verdict}`));
  if (isRight && isChosen) return h('li.option.right', sign('✓'), yours('right'));
  if (isRight) return h('li.option.right', sign('✓'), noted(option, spoken(' – '), missed));
  if (isChosen) return h('li.option.wrong', sign('✗'), yours('wrong'));
  return h('li.option.neutral', sign(''), noted(option));
}

/** @type {T.QuestionKind} */
const text = {
  name: 'Write a text',
  instruction: 'Write a short answer.',
  missing: 'Write an answer first',
  input(_, draft, input) {
    const field = h('input', { ...FIELD, dir: 'auto', spellcheck: 'false', value: draft, input });
    return typed(field, ['Your answer'], '', () => field.value.trim() || null);
  },
  result: (answered) => comparison(answered, String(answered.response), answered.solution),
};

/** @type {T.QuestionKind} */
const number = {
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
    const changeSign = () => {
      field.value = field.value.trim().replace(/^[-−–+]?/, (before) => (/[-−–]/.test(before) ? '' : '-'));
      field.focus();
      input();
    };
    // The keypad for decimal numbers has no minus sign on iOS, and which questions ask for a negative number must not
    // be visible before they are answered. A full keyboard for every number would be worse than this button.
    const signButton = button(changeSign, sign('±'), spoken('Change the sign'));
    signButton.classList.add('change-sign');
    const label = ['Your estimate', ...(unit === null ? [] : [' in ', quoted(unit)])];
    return typed(field, label, understood, read, signButton);
  },
  result(answered) {
    const unit = answered.unit ?? unitOf(answered.solution);
    return comparison(answered, measure(answered.response, unit), measure(answered.correct, unit));
  },
};

/** The name of the field is the prompt together with the label. */
const FIELD = { ...QUESTION_LABELS, id: 'response', autocomplete: 'off', 'aria-labelledby': 'prompt response-label' };

/**
 * @param {HTMLInputElement} field
 * @param {(Node | string)[]} label
 * @param {Node | string} note
 * @param {() => string | null} response
 * @param {...Node} before the field
 * @returns {T.QuestionInput}
 */
const typed = (field, label, note, response, ...before) => ({
  element: h('div.field', h('label', { for: 'response', id: 'response-label' }, ...label),
    h('div.entry', ...before, field), note),
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

/** @param {T.Answered} answered @param {string} response @param {string} solution */
function comparison({ result, score }, response, solution) {
  const [state, icon] = result ? ['right', '✓'] : score > 0 ? ['partial', '◐'] : ['wrong', '✗'];
  return h('dl', compared(state, icon, 'Your answer', response), compared('right', '✓', 'Right answer', solution));
}

/** @param {string} state @param {string} icon @param {string} name @param {string} value */
const compared = (state, icon, name, value) =>
  h(`div.option.${state}`, h('dt', sign(icon), ' ', name), h('dd', { dir: 'auto' }, value));

function localSeparator() {
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
const formatDecimal = (canonical) =>
  Number(canonical).toLocaleString(navigator.language, { maximumFractionDigits: 9, useGrouping: 'min2' });

/** @type {Record<T.Kind, T.QuestionKind>} */
export const KINDS = { single, multiple, number, text, order };
