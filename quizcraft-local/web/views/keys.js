/**
 * Lets a form be used with single keys. They work only while the focus is in the form, so that they do not interfere with
 * keys of a screen reader or with dictated text.
 *
 * @param {HTMLFormElement} form
 * @param {{ digit?(digit: number): void, field?: HTMLElement }} input
 */
export function handleKeys(form, { digit, field }) {
  form.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = /** @type {Element} */ (event.target);
    if (event.key === 'Enter') {
      // A key that is held down must not answer the next question, too.
      if (event.repeat || !target.matches('button, a, summary')) event.preventDefault();
      if (!event.repeat && !target.matches('button, a, summary')) form.requestSubmit();
    } else if (target !== field && field && event.key.length === 1) {
      field.focus();
    } else if (digit && /^[1-8]$/.test(event.key)) {
      event.preventDefault();
      digit(Number(event.key));
    }
  });
}
