import { Incomplete } from '../errors.js';
import { chooseByDigit, chosenOptions, optionInputs, optionResults } from './options.js';

/** All right ones of several options. @type {import('../types.d.ts').QuestionKind} */
export const multiple = {
  name: 'Choose several',
  instruction: 'Choose all that are right. A wrong choice takes away what a right one gives.',
  input(question, draft, changed) {
    const { inputs, element } = optionInputs(question, 'checkbox', [draft].flat().map(String), changed);
    const chosen = () => chosenOptions(question, inputs);
    return {
      element,
      response() {
        if (chosen().length === 0) throw new Incomplete('Choose at least one option.');
        return chosen();
      },
      draft: chosen,
      digit: (digit) => chooseByDigit(inputs, digit),
    };
  },
  result: optionResults,
};
