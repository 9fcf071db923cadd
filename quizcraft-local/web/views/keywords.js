import { announce } from '../announce.js';
import { button, h, quoted, sign, spoken } from '../dom.js';
import { Advice } from '../errors.js';
import { explain, problemPlace } from '../problems.js';

const MOST = 10;
const LONGEST = 50;
const SEPARATORS = /[,，、;\n]/;

/**
 * Enter, a comma and a suggestion add what is typed. Backspace in the empty field removes the last keyword.
 *
 * @param {{ keywords: string[], typed: string }} draft
 * @param {string[]} topics suggestions
 * @param {() => void} changed
 */
export function keywordField(draft, topics, changed) {
  let { keywords } = draft;
  const problem = problemPlace();
  const input = h('input', {
    id: 'keyword', list: 'topics', autocomplete: 'off', dir: 'auto', 'aria-describedby': 'keyword-hint',
    value: draft.typed, keydown, input: onInput,
  });
  const list = h('ul', { 'aria-label': 'Chosen keywords' });
  const element = h('div.field', h('label', { for: 'keyword' }, 'Keywords'), h('div.chips', list, input),
    h('p.hint', { id: 'keyword-hint' }, `Up to ${MOST} names, places or subjects. Add each with Enter or a comma.`),
    problem, h('datalist', { id: 'topics' }, ...topics.map((topic) => h('option', { value: topic }))));
  show();

  function show() {
    list.replaceChildren(...keywords.map((keyword) => h('li.chip', quoted(keyword),
      button(() => remove(keyword), sign('×'), spoken('Remove ', quoted(keyword))))));
    list.hidden = keywords.length === 0;
  }

  /** @param {string[]} next */
  function set(next) {
    keywords = next;
    show();
    changed();
  }

  /** @param {string} keyword */
  function remove(keyword) {
    explain(problem);
    set(keywords.filter((other) => other !== keyword));
    input.focus();
    announce(`Removed ${keyword}.`);
  }

  /** Returns false if the keyword has to be changed. @param {string} keyword */
  function add(keyword) {
    const known = ['', ...keywords.map(comparable)];
    if (known.includes(comparable(keyword))) return true;
    const isLong = [...keyword].length > LONGEST;
    if (!isLong && keywords.length < MOST) {
      keywords = [...keywords, keyword];
      return true;
    }
    explain(problem, isLong ? `A keyword has at most ${LONGEST} characters.` : `A game has at most ${MOST} keywords.`);
    return false;
  }

  /** What cannot be added stays in the field. */
  function addTyped() {
    explain(problem);
    const texts = input.value.split(SEPARATORS).map((text) => text.trim());
    input.value = texts.filter((text) => !add(text)).join(', ');
    set(keywords);
    announce(`${keywords.length} keywords: ${keywords.join(', ')}.`);
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && input.value.trim() !== '') {
      event.preventDefault();
      addTyped();
    } else if (event.key === 'Backspace' && input.value === '') {
      keywords.slice(-1).forEach(remove);
    }
  }

  /** @param {InputEvent} event */
  function onInput({ isComposing, inputType }) {
    const isSuggestion = inputType !== 'insertText' && topics.includes(input.value);
    if (!isComposing && (SEPARATORS.test(input.value) || isSuggestion)) addTyped();
    else changed();
  }

  function complete() {
    if (input.value !== '') addTyped();
    if (input.value !== '') throw new Advice('Correct the keywords first');
    if (keywords.length === 0) throw new Advice('Add at least one keyword');
    return keywords;
  }

  return { element, complete, draft: () => ({ keywords, typed: input.value }), clear: () => set([]) };
}

/** The service compares keywords in this form. @param {string} text */
const comparable = (text) =>
  text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC').trim().toLowerCase();
