/** @import * as T from '../types.ts' */
import { announce } from '../announce.js';
import { button, h, quoted, sign, spoken } from '../dom.js';
import { dragRows } from './drag.js';

/** @type {T.QuestionKind} */
export const order = {
  name: 'Put in order',
  instruction: 'Put the items in order: drag them, or use the arrow buttons or arrow keys.',
  missing: '',
  input({ options }, draft, move) {
    const list = h('ol', { class: 'options', 'aria-labelledby': 'prompt', move, keydown }, ...(draft ?? options).map(row));
    dragRows(list);
    const response = () => [...list.children].map(itemOf);
    return {
      element: list,
      response,
      draft: response,
      digit: (digit) => /** @type {HTMLElement | undefined} */ (list.children[digit - 1])?.focus(),
    };
  },
  result({ response, correct }) {
    const [given, right] = [[response].flat().map(String), [correct].flat().map(String)];
    const rows = right.map((item, at) => placed(item, given.indexOf(item), at));
    return h('div', {}, h('p', { class: 'hint' }, 'The right order:'), h('ol', { class: 'options' }, ...rows));
  },
};

/** @param {string} item */
function row(item) {
  const arrow = (/** @type {-1 | 1} */ step, /** @type {string} */ arrow, /** @type {string} */ direction) =>
    button('', () => move(element, step), sign(arrow), spoken('Move ', quoted(item), ` ${direction}`));
  const element = h('li', { class: 'option', tabindex: -1, 'data-item': item }, sign('⠿', 'handle'), h('span', { dir: 'auto' }, item),
    arrow(-1, '↑', 'up'), arrow(1, '↓', 'down'));
  return element;
}

/** @param {Element} row */
const itemOf = (row) => row.getAttribute('data-item') ?? '';

/** Moves a row by one place. The focus stays where it is. @param {Element} row @param {-1 | 1} step */
function move(row, step) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const neighbour = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  if (step < 0) neighbour.before(row);
  else neighbour.after(row);
  focused.focus();
  row.dispatchEvent(new Event('move', { bubbles: true }));
  const rows = [...(row.parentElement?.children ?? [])];
  announce(`${itemOf(row)}: place ${rows.indexOf(row) + 1} of ${rows.length}`);
}

/** @param {KeyboardEvent} event */
function keydown(event) {
  const row = /** @type {Element} */ (event.target).closest('li');
  if (!row || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  move(row, event.key === 'ArrowUp' ? -1 : 1);
}

/** @param {string} item @param {number} given its place in the response @param {number} right its place in the solution */
function placed(item, given, right) {
  const [state, mark, note] = given === right ? ['right', '✓', 'your place, too'] : ['wrong', '✗', `your place: ${given + 1}`];
  return h('li', { class: `option ${state}` }, sign(mark, 'mark'), h('span', { dir: 'auto' }, item),
    h('span', { class: 'hint' }, spoken(' – '), note));
}
