import { announce } from '../announce.js';
import { button, h, quoted, sign, spoken } from '../dom.js';
import { explain, problemPlace } from '../problems.js';

export const MOST = 10;
const LONGEST = 50;
const TOO_MANY = `A game has at most ${MOST} keywords.`;
const SEPARATORS = /[,，、;\n]/;

/**
 * Enter, a comma and a suggestion add what is typed. Backspace in the empty field removes the last keyword.
 *
 * @param {{ keywords: string[], typed: string }} draft
 * @param {() => void} changed
 */
export function keywordField(draft, changed) {
  let { keywords } = draft;
  /** These are part of a game already, and stay visible until it appears. @type {string[]} */
  let sent = [];
  /** @type {string[]} */
  let suggestions = [];
  const problem = problemPlace();
  const input = h('input', {
    id: 'keyword', list: 'topics', autocomplete: 'off', dir: 'auto', 'aria-describedby': 'keyword-hint',
    placeholder: 'Napoleon, ancient Rome', value: draft.typed, keydown, input: onInput,
  });
  const options = h('datalist', { id: 'topics' });
  const list = h('ul', { 'aria-label': 'Chosen keywords' });
  const element = h('div.field', h('label', { for: 'keyword' }, 'Keywords'), h('div.chips', list, input),
    h('p.hint', { id: 'keyword-hint' }, `Up to ${MOST} names, places or subjects. Add each with Enter or a comma.`),
    problem, options);
  show();
  // The field may contain what did not fit.
  if (draft.typed !== '' && keywords.length >= MOST) explain(problem, TOO_MANY);

  function show() {
    list.replaceChildren(...keywords.map(chip));
    list.hidden = keywords.length === 0;
  }

  /** @param {string} keyword */
  function chip(keyword) {
    const removal = button(() => remove(keyword), sign('×'), spoken('Remove ', quoted(keyword)));
    return h('li.chip', quoted(keyword), removal);
  }

  /** @param {string[]} topics */
  function suggest(topics) {
    suggestions = topics;
    options.replaceChildren(...topics.map((topic) => h('option', { value: topic })));
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
  function accepts(keyword) {
    const known = ['', ...keywords.map(comparable)];
    if (known.includes(comparable(keyword))) return true;
    const isLong = [...keyword].length > LONGEST;
    if (!isLong && keywords.length < MOST) {
      keywords = [...keywords, keyword];
      return true;
    }
    explain(problem, isLong ? `A keyword has at most ${LONGEST} characters.` : TOO_MANY);
    return false;
  }

  /** Adds the keywords, and returns those that cannot be added. @param {string[]} texts */
  function add(texts) {
    explain(problem);
    const rest = texts.filter((text) => !accepts(text));
    set(keywords);
    announce(`${keywords.length} keywords: ${keywords.join(', ')}.`);
    return rest;
  }

  /** What cannot be added stays in the field. */
  function addTyped() {
    const texts = input.value.split(SEPARATORS).map((text) => text.trim());
    input.value = '';
    input.value = add(texts).join(', ');
    changed();
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
    // A choice from the list is a replacement, or an event without a type, depending on the browser.
    const isReplacement = inputType === undefined || inputType === 'insertReplacementText';
    const isSuggestion = isReplacement && suggestions.includes(input.value);
    if (!isComposing && (SEPARATORS.test(input.value) || isSuggestion)) addTyped();
    else changed();
  }

  /** Returns the keywords with what is typed, or null if the player has to change something here. */
  function complete() {
    if (input.value !== '') addTyped();
    if (input.value === '' && keywords.length > 0) return keywords;
    if (input.value === '') explain(problem, 'Add at least one keyword.');
    input.focus();
    return null;
  }

  return {
    element,
    suggest,
    complete,
    add: (/** @type {string} */ keyword) => void add([keyword]),
    isEmpty: () => keywords.length === 0 && input.value.trim() === '',
    draft: () => ({ keywords: keywords.filter((keyword) => !sent.includes(keyword)), typed: input.value }),
    /** Keywords of a game that was created are not kept. @param {string[]} chosen */
    markSent(chosen) {
      sent = chosen;
      changed();
    },
  };
}

/** The service compares keywords in this form. @param {string} text */
export const comparable = (text) =>
  text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC').trim().toLowerCase();
