import { h, quoted, sign, spoken } from '../dom.js';

export const single = choices('radio', 'Choose one', 'Choose one option.');

export const multiple = choices('checkbox', 'Choose several',
  'Choose all that are right. A wrong choice takes away what a right one gives.');

/** @param {'radio' | 'checkbox'} type @param {string} name @param {string} instruction @returns {T.QuestionKind} */
function choices(type, name, instruction) {
  return {
    name,
    instruction,
    missing: 'Choose an option first',
    input({ options }, draft, change) {
      const drafted = [draft].flat();
      const inputs = options.map((option) => h('input', { type, name, checked: drafted.includes(option), change }));
      const rows = options.map((option, at) => h('label.option', inputs[at], numberKey(at + 1), quoted(option)));
      const role = type === 'radio' ? 'radiogroup' : 'group';
      const chosen = () => options.filter((_, at) => inputs[at].checked);
      return {
        element: h('div.options', { role, 'aria-labelledby': 'prompt' }, ...rows),
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
const numberKey = (digit) => h('kbd', { 'aria-hidden': 'true' }, `${digit}`);

/** @param {T.Answered} answered */
function result({ options, response, correct }) {
  const chosen = [response].flat();
  const right = [correct].flat();
  // The list of a game has no options, so the summary shows those that matter.
  const known = options.length > 0 ? options : [...new Set([...right, ...chosen])];
  const rows = known.map((option) => marked(option, right.includes(option), chosen.includes(option)));
  return h('ul.options', ...rows);
}

/** @param {string | number} option @param {boolean} isRight @param {boolean} isChosen */
function marked(option, isRight, isChosen) {
  if (isRight && isChosen) return markedRow(option, 'right', '✓', 'your answer, right');
  if (isRight) return markedRow(option, 'right', '', 'right, not chosen');
  if (isChosen) return markedRow(option, 'wrong', '✗', 'your answer');
  return markedRow(option, 'neutral', '', '');
}

/** @param {string | number} option @param {string} state @param {string} icon @param {string} note */
const markedRow = (option, state, icon, note) =>
  h(`li.option.${state}`, sign(icon), quoted(String(option)), h('span.hint', note && spoken(' – '), note));
