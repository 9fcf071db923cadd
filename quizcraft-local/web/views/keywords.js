import { announce } from '../announce.js';
import { button, h, quoted, spoken } from '../dom.js';
import { Incomplete } from '../errors.js';
import { explain, problemPlace } from '../problems.js';

const MOST = 10;
const LONGEST = 50;
const SEPARATORS = /[,，、;\n]/;

/**
 * A field for keywords. Enter, a comma and a suggestion add what is typed; Backspace in the empty field removes the last
 * one.
 *
 * @param {string[]} initial
 * @param {string} typed what was not added yet
 * @param {string[]} topics suggestions
 * @param {() => void} changed
 */
export function keywordField(initial, typed, topics, changed) {
  /** @type {string[]} */
  let keywords = [];
  const problem = problemPlace();
  const input = h('input', {
    id: 'keyword', list: 'topics', autocomplete: 'off', dir: 'auto', 'aria-describedby': 'keyword-hint',
    enterkeyhint: 'done', keydown, input: onInput,
  });
  const list = h('ul', { 'aria-label': 'Chosen keywords' });
  const element = h('div', { class: 'field' },
    h('label', { for: 'keyword' }, 'Keywords'),
    h('div', { class: 'chips', click: (event) => event.target === event.currentTarget && input.focus() }, list, input),
    h('p', { class: 'hint', id: 'keyword-hint' },
      `Up to ${MOST} names, places or subjects. Add each with Enter or a comma.`),
    problem, h('datalist', { id: 'topics' }, ...topics.map((topic) => h('option', { value: topic }))));

  /** @param {string[]} next */
  function set(next) {
    keywords = next;
    list.replaceChildren(...keywords.map((keyword) => chip(keyword, () => remove(keyword))));
    list.hidden = keywords.length === 0;
    changed();
  }

  /** @param {string} keyword */
  function remove(keyword) {
    set(keywords.filter((other) => other !== keyword));
    explain(problem);
    input.focus();
    announce(`Removed ${keyword}.`);
  }

  /** Adds what is typed. What cannot be added stays in the field. */
  function addTyped() {
    const { added, left, reason } = merge(keywords, input.value.split(SEPARATORS));
    const news = added.slice(keywords.length);
    input.value = left.join(', ');
    set(added);
    explain(problem, ...(reason === '' ? [] : [reason]));
    if (news.length > 0) announce(`Added ${news.join(', ')}. ${keywords.length} keywords.`);
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && input.value.trim() !== '') {
      event.preventDefault();
      addTyped();
    } else if (event.key === 'Backspace' && input.value === '' && keywords.length > 0) {
      remove(keywords[keywords.length - 1]);
    }
  }

  /** @param {InputEvent} event */
  function onInput(event) {
    const isSuggestion = event.inputType !== 'insertText' && topics.includes(input.value);
    if (!event.isComposing && (SEPARATORS.test(input.value) || isSuggestion)) addTyped();
    else changed();
  }

  /** Returns all keywords. Throws `Incomplete` if something is wrong with them. */
  function complete() {
    addTyped();
    if (input.value !== '') throw new Incomplete('Correct the keywords first.');
    if (keywords.length === 0) throw new Incomplete('Add at least one keyword.');
    return keywords;
  }

  const field = { element, complete, draft: () => ({ keywords, typed: input.value }), clear: () => set([]) };
  const notify = changed;
  changed = () => {};
  set(initial);
  changed = notify;
  input.value = typed;
  return field;
}

/** @param {string} keyword @param {() => void} remove */
function chip(keyword, remove) {
  return h('li', { class: 'chip' }, h('span', { dir: 'auto' }, keyword),
    button('remove', remove, h('span', { 'aria-hidden': 'true' }, '×'), spoken('Remove ', quoted(keyword))));
}

/**
 * Adds typed texts to keywords.
 *
 * @param {string[]} keywords
 * @param {string[]} typed
 */
function merge(keywords, typed) {
  const added = [...keywords];
  const left = [];
  let reason = '';
  for (const keyword of typed.map((text) => text.trim()).filter((text) => comparable(text) !== '')) {
    if (added.some((other) => comparable(other) === comparable(keyword))) continue;
    if ([...keyword].length > LONGEST) reason = `A keyword has at most ${LONGEST} characters.`;
    else if (added.length === MOST) reason = `A game has at most ${MOST} keywords.`;
    else {
      added.push(keyword);
      continue;
    }
    left.push(keyword);
  }
  return { added, left, reason };
}

/** Returns the form in which the service compares keywords. @param {string} text */
const comparable = (text) => text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC').trim().toLowerCase();
