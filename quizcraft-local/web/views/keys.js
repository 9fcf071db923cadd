/**
 * What the keys work on: the form that was created last.
 *
 * @type {{ form: HTMLFormElement, primary: HTMLButtonElement } & Pick<T.QuestionInput, 'digit' | 'field'> | null}
 */
let shown = null;

/**
 * Makes digits, Enter and letters work while the focus is in the form. Elsewhere they keep their meaning: a person who
 * speaks to the computer causes single characters by accident (WCAG 2.2, 2.1.4). Enter also works while the focus is
 * nowhere, as after a click beside the form.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} primary what Enter presses
 * @param {Pick<T.QuestionInput, 'digit' | 'field'>} input
 */
export function handleKeys(form, primary, { digit, field }) {
  shown = { form, primary, digit, field };
}

document.addEventListener('keydown', (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!shown?.form.isConnected) return;
  const isInside = shown.form.contains(target);
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const isEnter = event.key === 'Enter';
  if (isEnter && (isInside || target === document.body)) pressEnter(event, target, shown.primary);
  else if (isInside) type(event.key, target, shown);
});

/** @param {KeyboardEvent} event @param {Element} target @param {HTMLButtonElement} primary */
function pressEnter(event, target, primary) {
  // These have an action of their own.
  if (target.matches('button, a, summary')) return;
  event.preventDefault();
  // A key that is held down must not answer the next question, too.
  if (event.repeat) return;
  // An order is always complete, so the Enter that ends moving an item does not send it yet.
  if (target.matches('.movable')) primary.focus();
  else primary.click();
}

/** @param {string} key @param {Element} target @param {Pick<T.QuestionInput, 'digit' | 'field'>} input */
function type(key, target, { digit, field }) {
  if (field && target !== field && /^\S$/.test(key)) field.focus();
  else if (digit && /^[1-8]$/.test(key)) digit(Number(key));
}
