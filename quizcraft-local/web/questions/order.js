import { announce, button, h, noted, QUESTION_LABELS, quoted, sign, spoken } from '../dom.js';

/** @type {T.QuestionKind} */
export const order = {
  name: 'Put in order',
  instruction: 'Drag the items by ⠿, or move them with the arrows. Each pair in the right order counts.',
  missing: 'You have moved nothing. If this is the right order, answer once more',
  input({ options }, draft, changed) {
    // An order is complete from the start, so a player confirms one that was never touched.
    let isConfirmed = draft !== null;
    const moved = () => {
      isConfirmed = true;
      markPlaces(list);
      changed();
    };
    const rows = (draft ?? options).map(row);
    const list = h('div.options', { role: 'group', ...QUESTION_LABELS, move: moved, keydown }, ...rows);
    markPlaces(list);
    dragRows(list);
    const items = () => [...list.children].map(itemOf);
    const response = () => {
      if (isConfirmed) return items();
      isConfirmed = true;
      return null;
    };
    const digit = (/** @type {number} */ digit) => /** @type {HTMLElement | undefined} */ (list.children[digit - 1])?.focus();
    return { element: h('div', list, keyHelp()), response, draft: items, keys: `1 to ${options.length}, ↑ and ↓`, digit };
  },
  result({ response, correct }) {
    const right = [correct].flat().map(String);
    const given = [response].flat().map(String);
    const rows = right.map((item, at) => placed(item, given.indexOf(item), at));
    return h('div', h('p', pairs(right, given)), h('p.hint', 'The right order:'), h('ol.options', ...rows));
  },
};

const keyHelp = () => h('p.spoken', { id: 'order-keys' }, 'The arrow keys up and down move this item, as its buttons do.');

/** The row is the only tab stop: the arrow keys do what its buttons do. @param {string} item */
function row(item) {
  const up = button(() => move(element, -1), sign('↑'), spoken('Move ', quoted(item), ' up'));
  const down = button(() => move(element, 1), sign('↓'), spoken('Move ', quoted(item), ' down'));
  const place = h('span.place', { 'aria-hidden': 'true' });
  up.tabIndex = down.tabIndex = -1;
  const focusable = { tabindex: 0, role: 'group', 'aria-describedby': 'order-keys', 'data-item': item };
  const element = h('div.option.movable', focusable, sign('⠿', 'handle'), place, quoted(item), up, down);
  return element;
}

/** Names each row by its place, and marks the buttons that do nothing. @param {HTMLElement} list */
function markPlaces(list) {
  for (const [at, row] of [...list.children].entries()) {
    row.ariaLabel = `${itemOf(row)}, place ${at + 1} of ${list.children.length}`;
    const [up, down] = row.querySelectorAll('button');
    up.ariaDisabled = String(row === list.firstElementChild);
    down.ariaDisabled = String(row === list.lastElementChild);
  }
}

/** @param {Element} row */
const itemOf = (row) => row.getAttribute('data-item') ?? '';

/** @param {Element} row @param {-1 | 1} step */
function move(row, step) {
  const neighbour = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  // The browser takes the focus from an element that is moved.
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  if (step < 0) neighbour.before(row);
  else neighbour.after(row);
  focused.focus();
  row.dispatchEvent(new Event('move', { bubbles: true }));
  const rows = [...(row.parentElement?.children ?? [])];
  announce(`${itemOf(row)}: place ${rows.indexOf(row) + 1} of ${rows.length}`);
}

/** @param {KeyboardEvent} event */
function keydown(event) {
  const row = /** @type {Element} */ (event.target).closest('.movable');
  if (!row || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  move(row, event.key === 'ArrowUp' ? -1 : 1);
}

/** Says what the points are for: pairs, and not places. @param {string[]} right @param {string[]} given */
function pairs(right, given) {
  const later = (/** @type {string} */ item, /** @type {number} */ at) =>
    right.slice(at + 1).filter((other) => given.indexOf(item) < given.indexOf(other));
  const ordered = right.flatMap(later).length;
  const all = (right.length * (right.length - 1)) / 2;
  return `You put ${ordered} of ${all} pairs of items in the right order.`;
}

/** @param {string} item @param {number} given place @param {number} right place */
function placed(item, given, right) {
  const place = h('span.place', `${right + 1}`);
  if (given === right) return h('li.option.right', sign('✓'), place, noted(item, spoken(' – '), 'you put it here'));
  return h('li.option.neutral', sign(''), place, noted(item, spoken(' – '), `you put it in place ${given + 1}`));
}

/** Lets rows be dragged. The list receives the event `move` when one has moved. @param {HTMLElement} list */
function dragRows(list) {
  /** @type {HTMLElement | null} */
  let dragged = null;
  list.addEventListener('pointerdown', (event) => {
    dragged = rowToDrag(event);
    if (!dragged) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    dragged.classList.add('dragged');
  });
  list.addEventListener('pointermove', ({ clientY }) => {
    if (!dragged) return;
    const next = [...list.children].find((row) => row !== dragged && clientY < middle(row)) ?? null;
    if (next === dragged.nextElementSibling) return;
    list.insertBefore(dragged, next);
    list.dispatchEvent(new Event('move'));
  });
  list.addEventListener('lostpointercapture', () => {
    dragged?.classList.remove('dragged');
    dragged = null;
  });
}

/** A finger drags the handle only: elsewhere it scrolls. @param {PointerEvent} event @returns {HTMLElement | null} */
function rowToDrag({ target, button, pointerType }) {
  if (!(target instanceof Element) || button !== 0 || target.closest('button')) return null;
  return pointerType === 'mouse' || target.closest('.handle') ? target.closest('.movable') : null;
}

/** @param {Element} element */
function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
