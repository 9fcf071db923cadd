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
      const isChosen = (/** @type {string} */ option) => [draft].flat().includes(option);
      const inputs = options.map((option) => h('input', { type, name, checked: isChosen(option), change }));
      const key = (/** @type {number} */ at) => h('kbd', { 'aria-hidden': 'true' }, `${at + 1}`);
      const rows = options.map((option, at) => h('label.option', inputs[at], key(at), quoted(option)));
      const role = type === 'radio' ? 'radiogroup' : 'group';
      const chosen = () => options.filter((_, at) => inputs[at].checked);
      return {
        element: h('div.options', { role, 'aria-labelledby': 'prompt' }, ...rows),
        response: () => (type === 'radio' ? chosen()[0] : chosen().length > 0 && chosen()) || null,
        draft: chosen,
        digit: (digit) => {
          inputs[digit - 1]?.focus();
          inputs[digit - 1]?.click();
        },
      };
    },
    result,
  };
}

/** @param {T.Answered} answered */
function result({ options, response, correct }) {
  const [chosen, right] = [[response].flat(), [correct].flat()];
  const known = options.length > 0 ? options : [...new Set([...right, ...chosen])];
  const rows = known.map((option) => marked(String(option), right.includes(option), chosen.includes(option)));
  return h('ul.options', ...rows);
}

/** @param {string} option @param {boolean} isRight @param {boolean} isChosen */
function marked(option, isRight, isChosen) {
  const [state, mark] = isRight ? ['right', '✓'] : isChosen ? ['wrong', '✗'] : ['neutral', ''];
  const notes = [isChosen ? 'your answer' : '', isRight ? 'right' : ''].filter(Boolean).join(', ');
  return h(`li.option.${state}`, sign(mark), quoted(option), h('span.hint', spoken(' – '), notes));
}
