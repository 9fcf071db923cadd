import { announce } from '../announce.js';
import { button, h, quoted, spoken } from '../dom.js';
import { dragRows } from './drag.js';

/** Items to put into order. @type {import('../types.d.ts').QuestionKind} */
export const order = {
  name: 'Put in order',
  instruction: 'Put the items in order: drag them, or use the arrow buttons or arrow keys.',
  input(question, draft, changed) {
    const rows = arranged(question.options, draft).map(row);
    const list = h('ol', { class: 'options order', 'aria-labelledby': 'prompt', move: changed, keydown: onKey }, ...rows);
    dragRows(list);
    const items = () => [...list.children].map((child) => /** @type {HTMLElement} */ (child).dataset.item ?? '');
    return {
      element: list,
      response: items,
      draft: items,
      digit: (digit) => list.children[digit - 1]?.querySelector('button')?.focus(),
    };
  },
  result({ response, correct }) {
    const given = [response].flat().map(String);
    const rows = [correct].flat().map((item, at) => placed(String(item), at, given.indexOf(String(item))));
    return [h('p', { class: 'hint' }, 'The right order:'), h('ol', { class: 'options order' }, ...rows)];
  },
};

/** Returns the items as a draft has them, if it is a draft of this question. @param {string[]} items @param {unknown} draft */
function arranged(items, draft) {
  const isDraft = Array.isArray(draft) && draft.length === items.length && items.every((item) => draft.includes(item));
  return isDraft ? /** @type {string[]} */ (draft) : items;
}

/** @param {string} item */
function row(item) {
  const arrow = (/** @type {-1 | 1} */ step, /** @type {string} */ sign, /** @type {string} */ direction) =>
    button('icon', () => move(element, step), h('span', { 'aria-hidden': 'true' }, sign),
      spoken('Move ', quoted(item), ` ${direction}`));
  const element = h('li', { class: 'option', 'data-item': item },
    h('span', { class: 'handle', 'aria-hidden': 'true' }, '⠿'), h('span', { dir: 'auto', class: 'grow' }, item),
    arrow(-1, '↑', 'up'), arrow(1, '↓', 'down'));
  return element;
}

/** Moves a row by one place, and keeps the focus where it is. @param {Element} row @param {-1 | 1} step */
function move(row, step) {
  const focused = document.activeElement;
  const neighbour = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  if (step < 0) neighbour.before(row);
  else neighbour.after(row);
  if (focused instanceof HTMLElement) focused.focus();
  row.dispatchEvent(new Event('move', { bubbles: true }));
  const rows = [...(row.parentElement?.children ?? [])];
  announce(`${/** @type {HTMLElement} */ (row).dataset.item}: place ${rows.indexOf(row) + 1} of ${rows.length}`);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const step = { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key];
  const row = /** @type {Element} */ (event.target).closest('li');
  if (step === undefined || row === null) return;
  event.preventDefault();
  move(row, step);
}

/** @param {string} item @param {number} at @param {number} given its place in the response */
function placed(item, at, given) {
  const isRight = at === given;
  return h('li', { class: `option ${isRight ? 'right' : 'wrong'}` },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, isRight ? '✓' : '✗'), h('span', { dir: 'auto', class: 'grow' }, item),
    h('span', { class: 'note' }, spoken(' – '), isRight ? 'your place, too' : `you: ${given + 1}`));
}
