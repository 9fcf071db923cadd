/**
 * Single keys work only while the focus is in the form, so that they do not interfere with those of a screen reader.
 *
 * @param {HTMLFormElement} form
 * @param {Partial<T.QuestionInput>} input
 */
export function handleKeys(form, { digit, field }) {
  form.addEventListener('keydown', (event) => {
    const { key, target, repeat } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const isButton = /** @type {Element} */ (target).matches('button, a');
    if (key === 'Enter' && !isButton) {
      event.preventDefault();
      // A key that is held down must not answer the next question, too.
      if (!repeat) form.requestSubmit();
    } else if (field && target !== field && /^\S$/.test(key)) {
      field.focus();
    } else if (digit && /^[1-8]$/.test(key)) {
      digit(Number(key));
    }
  });
}
