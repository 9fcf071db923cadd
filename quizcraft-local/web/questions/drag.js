/**
 * Lets the rows of a list be dragged with a mouse, a pen or a finger. A finger drags the handle only, since elsewhere it
 * scrolls the page. The list receives the event `move` whenever a row has moved.
 *
 * @param {HTMLElement} list
 */
export function dragRows(list) {
  /** @type {HTMLElement | null} */
  let dragged = null;

  list.addEventListener('pointerdown', (event) => {
    dragged = rowToDrag(event);
    if (!dragged) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    dragged.classList.add('dragged');
  });
  list.addEventListener('pointermove', (event) => {
    if (dragged && place(list, dragged, event.clientY)) list.dispatchEvent(new Event('move'));
  });
  for (const end of ['pointerup', 'pointercancel']) {
    list.addEventListener(end, () => {
      dragged?.classList.remove('dragged');
      dragged = null;
    });
  }
}

/** @param {PointerEvent} event @returns {HTMLElement | null} */
function rowToDrag({ target, button, pointerType }) {
  if (!(target instanceof Element) || button !== 0 || target.closest('button')) return null;
  return pointerType === 'mouse' || target.closest('.handle') ? target.closest('li') : null;
}

/**
 * Puts the row where the pointer is. Returns whether it moved.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 * @param {number} y
 */
function place(list, row, y) {
  const others = [...list.children].filter((child) => child !== row);
  const next = others.find((other) => y < middle(other)) ?? null;
  if (next === row.nextElementSibling) return false;
  list.insertBefore(row, next);
  return true;
}

/** @param {Element} element */
function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
