import { Incomplete } from '../errors.js';
import { chooseByDigit, chosenOptions, optionInputs, optionResults } from './options.js';

/** One of several options. @type {import('../types.d.ts').QuestionKind} */
export const single = {
  name: 'Choose one',
  instruction: 'Choose one option.',
  input(question, draft, changed) {
    const { inputs, element } = optionInputs(question, 'radio', [draft].flat().map(String), changed);
    const chosen = () => chosenOptions(question, inputs);
    return {
      element,
      response() {
        const [option] = chosen();
        if (option === undefined) throw new Incomplete('Choose an option first.');
        return option;
      },
      draft: chosen,
      digit: (digit) => chooseByDigit(inputs, digit),
    };
  },
  result: optionResults,
};
