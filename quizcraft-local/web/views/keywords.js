import { announce, button, h, pill, quoted, sign, spoken } from '../dom.js';
import { explain, problemPlace, reject } from '../problems.js';

export const MOST = 10;
const LONGEST = 50;
const TOO_MANY = `A game has at most ${MOST} keywords.`;
const EXAMPLES = 'Napoleon, ancient Rome';
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
  const problem = problemPlace('keyword-problem');
  const input = h('input', {
    id: 'keyword', list: 'topics', autocomplete: 'off', dir: 'auto', 'aria-describedby': 'keyword-hint keyword-problem',
    value: draft.typed, keydown, input: onInput,
  });
  const options = h('datalist', { id: 'topics' });
  const list = h('ul', { 'aria-label': 'Chosen keywords' });
  /** @type {string | undefined} */
  let offered;
  const correction = h('output.pills', { for: 'keyword' });
  const element = h('div.field', h('label', { for: 'keyword' }, 'Keywords'), h('div.chips', list, input),
    h('p.hint', { id: 'keyword-hint' }, `Up to ${MOST} names, places or subjects. Add each with Enter or a comma.`),
    correction, problem, options);
  show();
  // The field may contain what did not fit.
  if (draft.typed !== '' && keywords.length >= MOST) explain(problem, TOO_MANY);

  function show() {
    list.replaceChildren(...keywords.map(chip));
    list.hidden = keywords.length === 0;
    // Beside keywords, the examples would look like another one.
    input.placeholder = list.hidden ? EXAMPLES : '';
    offerCorrection();
  }

  /** Offers the topic that was meant, if the latest keyword is almost its name. */
  function offerCorrection() {
    const latest = input.value.trim() || (keywords.at(-1) ?? '');
    const topic = similar(latest, suggestions);
    // Screen readers read what is replaced, even by the same.
    if (topic === offered) return;
    offered = topic;
    correction.replaceChildren(...(topic === undefined ? [] : ['Did you mean ', pill([quoted(topic)], () => correct(topic)), '?']));
  }

  /** @param {string} topic */
  function correct(topic) {
    if (input.value.trim() === '') keywords = keywords.slice(0, -1);
    input.value = '';
    input.value = add([topic]).join();
    input.focus();
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
    offerCorrection();
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
    reject(problem, isLong ? `A keyword has at most ${LONGEST} characters.` : TOO_MANY);
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
    if (!isComposing && (SEPARATORS.test(input.value) || isSuggestion)) return addTyped();
    offerCorrection();
    changed();
  }

  /** Returns the keywords with what is typed, or null if the player has to change something here. */
  function complete() {
    if (input.value !== '') addTyped();
    if (input.value === '' && keywords.length > 0) return keywords;
    if (input.value === '') reject(problem, 'Add at least one keyword.');
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

/** Returns the topic with the fewest typing errors in this text: one in four letters at most. @param {string} text @param {string[]} topics */
function similar(text, topics) {
  const typed = comparable(text);
  const most = Math.min(2, Math.floor(typed.length / 4));
  const distances = topics.map((topic) => /** @type {const} */ ([topic, distance(typed, comparable(topic))]));
  const [nearest] = distances.filter(([, errors]) => errors <= most).toSorted(([, one], [, other]) => one - other);
  return nearest?.[1] ? nearest[0] : undefined;
}

/** By Levenshtein. @param {string} one @param {string} other */
function distance(one, other) {
  if (Math.abs(one.length - other.length) > 2) return Infinity;
  const letters = [...other];
  let row = [...letters, ''].map((_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, wanted] of letters.entries()) {
      next.push(Math.min(row[to] + Number(letter !== wanted), row[to + 1] + 1, next[to] + 1));
    }
    row = next;
  }
  return row[letters.length];
}
