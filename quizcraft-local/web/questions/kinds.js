import { h, noted, QUESTION_LABELS, quoted, sign, spoken } from '../dom.js';
import { order } from './order.js';
import { number, text } from './typed.js';

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

/** @type {Record<T.Kind, T.QuestionKind>} */
export const KINDS = { single, multiple, number, text, order };
