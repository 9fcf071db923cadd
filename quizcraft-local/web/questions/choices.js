/** @import * as T from '../types.ts' */
import { h, sign, spoken } from '../dom.js';

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
      const inputs = options.map((option) => h('input', { type, name: 'option', checked: isChosen(option), change }));
      const rows = options.map((option, at) => h('label', { class: 'option' }, inputs[at],
        h('kbd', { 'aria-hidden': 'true' }, `${at + 1}`), h('span', { dir: 'auto' }, option)));
      const role = type === 'radio' ? 'radiogroup' : 'group';
      const chosen = () => options.filter((_, at) => inputs[at].checked);
      return {
        element: h('div', { role, 'aria-labelledby': 'prompt', class: 'options' }, ...rows),
        response: () => (chosen().length === 0 ? null : type === 'radio' ? chosen()[0] : chosen()),
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

/** Marks what is right and what was chosen. @param {T.Answered} answered */
function result({ options, response, correct }) {
  const [chosen, right] = [[response].flat().map(String), [correct].flat().map(String)];
  const known = options.length > 0 ? options : [...new Set([...right, ...chosen])];
  return h('ul', { class: 'options' }, ...known.map((option) => marked(option, right.includes(option), chosen.includes(option))));
}

/** @param {string} option @param {boolean} isRight @param {boolean} isChosen */
function marked(option, isRight, isChosen) {
  const [state, mark] = isRight ? ['right', '✓'] : isChosen ? ['wrong', '✗'] : ['neutral', ''];
  const notes = [...(isChosen ? ['your answer'] : []), ...(isRight ? ['right'] : [])];
  return h('li', { class: `option ${state}` }, sign(mark, 'mark'), h('span', { dir: 'auto' }, option),
    h('span', { class: 'hint' }, spoken(notes.length > 0 ? ' – ' : ''), notes.join(', ')));
}
