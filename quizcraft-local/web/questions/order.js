import { announce } from '../announce.js';
import { button, h, quoted, sign, spoken } from '../dom.js';
import { dragRows } from './drag.js';

/** @type {T.QuestionKind} */
export const order = {
  name: 'Put in order',
  instruction: 'Put the items in order: drag them, or use the arrow buttons or arrow keys.',
  missing: '',
  input({ options }, draft, move) {
    const list = h('ol.options', { 'aria-labelledby': 'prompt', move, keydown }, ...(draft ?? options).map(row));
    dragRows(list);
    const response = () => [...list.children].map(itemOf);
    const digit = (/** @type {number} */ digit) => list.querySelectorAll('li')[digit - 1]?.focus();
    return { element: list, response, draft: response, digit };
  },
  result({ response, correct }) {
    const given = [response].flat();
    const rows = [correct].flat().map((item, at) => placed(String(item), given.indexOf(item), at));
    return h('div', h('p.hint', 'The right order:'), h('ol.options', ...rows));
  },
};

/** @param {string} item */
function row(item) {
  const arrow = (/** @type {-1 | 1} */ step, /** @type {string} */ arrow, /** @type {string} */ direction) =>
    button(() => move(element, step), sign(arrow), spoken('Move ', quoted(item), ` ${direction}`));
  const element = h('li.option', { tabindex: -1, 'data-item': item }, sign('⠿', 'handle'), quoted(item),
    arrow(-1, '↑', 'up'), arrow(1, '↓', 'down'));
  return element;
}

/** @param {Element} row */
const itemOf = (row) => row.getAttribute('data-item') ?? '';

/** @param {Element} row @param {-1 | 1} step */
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

/** @param {string} item @param {number} given place @param {number} right place */
function placed(item, given, right) {
  const [state, mark] = given === right ? ['right', '✓'] : ['wrong', '✗'];
  return h(`li.option.${state}`, sign(mark), quoted(item), h('span.hint', spoken(' – '), `your place: ${given + 1}`));
}
