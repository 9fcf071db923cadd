import { h, spoken } from '../dom.js';

/**
 * @typedef {import('../types.d.ts').Posed} Posed
 * @typedef {import('../types.d.ts').Answered} Answered
 */

/**
 * Returns the options to choose from, each with its digit.
 *
 * @param {Posed} question
 * @param {'radio' | 'checkbox'} type
 * @param {string[]} chosen
 * @param {() => void} changed
 */
export function optionInputs(question, type, chosen, changed) {
  const inputs = question.options.map((option, at) =>
    h('input', { type, name: 'option', value: at, checked: chosen.includes(option), change: changed }));
  const rows = inputs.map((input, at) =>
    h('label', { class: 'option' }, input, h('kbd', { 'aria-hidden': 'true' }, at + 1),
      h('span', { dir: 'auto' }, question.options[at])));
  const role = type === 'radio' ? 'radiogroup' : 'group';
  return { inputs, element: h('div', { role, 'aria-labelledby': 'prompt', class: 'options' }, ...rows) };
}

/** Returns the chosen options. @param {Posed} question @param {HTMLInputElement[]} inputs */
export function chosenOptions(question, inputs) {
  return question.options.filter((_, at) => inputs[at].checked);
}

/** Chooses an option by its digit. @param {HTMLInputElement[]} inputs @param {number} digit */
export function chooseByDigit(inputs, digit) {
  const input = inputs[digit - 1];
  input?.focus();
  input?.click();
}

/** Returns the options with marks for what is right and what was chosen. @param {Answered} answered */
export function optionResults({ options, response, correct }) {
  const chosen = [response].flat().map(String);
  const right = [correct].flat().map(String);
  const known = options.length > 0 ? options : [...new Set([...right, ...chosen])];
  const rows = known.map((option) => markedOption(option, right.includes(option), chosen.includes(option)));
  return [h('ul', { class: 'options' }, ...rows)];
}

/** @param {string} option @param {boolean} isRight @param {boolean} isChosen */
function markedOption(option, isRight, isChosen) {
  const state = isRight ? 'right' : isChosen ? 'wrong' : 'neutral';
  const mark = { right: '✓', wrong: '✗', neutral: '' }[state];
  const notes = [isChosen && 'your answer', isRight && 'right'].filter(Boolean).join(', ');
  return h('li', { class: `option ${state}` }, h('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    h('span', { dir: 'auto' }, option), notes && h('span', { class: 'note' }, spoken(' – '), notes));
}
