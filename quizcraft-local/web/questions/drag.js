/** Lets rows be dragged. The list receives the event `move` when one has moved. @param {HTMLElement} list */
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
