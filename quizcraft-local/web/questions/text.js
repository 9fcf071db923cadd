import { Incomplete } from '../errors.js';
import { h } from '../dom.js';
import { comparison, typedField } from './typed.js';

const LONGEST = 200;

/** A short text. @type {import('../types.d.ts').QuestionKind} */
export const text = {
  name: 'Write a text',
  instruction: 'Write a short answer.',
  input(_, draft, changed) {
    const { field, label } = typedField({ input: changed, dir: 'auto', spellcheck: 'false' }, 'Your answer');
    field.value = typeof draft === 'string' ? draft : '';
    return {
      element: h('div', { class: 'typed' }, label, field),
      field,
      response() {
        const response = field.value.trim();
        if (response === '') throw new Incomplete('Write an answer first.');
        if ([...response].length > LONGEST) throw new Incomplete(`An answer has at most ${LONGEST} characters.`);
        return response;
      },
      draft: () => field.value,
    };
  },
  result: (answered) => comparison(answered, String(answered.response)),
};
