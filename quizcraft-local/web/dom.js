/**
 * Creates an element, such as `h('p.hint', { dir: 'auto' }, text)`. Strings become text nodes, so markup in them is
 * shown and never interpreted. A function is a listener of the event with its name; `false` and `null` are left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag | `${Tag}.${string}`} selector
 * @param {...(T.Properties | Node | string)} parts
 */
export function h(selector, ...parts) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(/** @type {Tag} */ (tag));
  element.classList.add(...classes);
  for (const part of parts) {
    if (typeof part === 'string' || part instanceof Node) element.append(part);
    else for (const [name, value] of Object.entries(part)) setProperty(element, name, value);
  }
  return element;
}

/** @param {Element} element @param {string} name @param {T.Properties[string]} value */
function setProperty(element, name, value) {
  if (typeof value === 'function') element.addEventListener(name, value);
  else if (value !== false && value !== null) element.setAttribute(name, String(value));
}

/** Isolates the direction of a text and its bidirectional controls. @param {string} text */
export const quoted = (text) => h('bdi', text);

/** @param {string[]} keywords */
export const keywordLine = (keywords) =>
  h('p.keywords', ...keywords.flatMap((keyword, at) => [at ? ', ' : '', quoted(keyword)]));

/** The heading can receive the focus, but is no tab stop. @param {...(T.Properties | Node | string)} parts */
export const heading = (...parts) => h('h1', { tabindex: -1, dir: 'auto' }, ...parts);

/** @param {() => void} click @param {...(Node | string)} parts */
export const button = (click, ...parts) => h('button', { type: 'button', click }, ...parts);

/** @param {(Node | string)[]} parts @param {() => void} click */
export const pill = (parts, click) => h('button.pill', { type: 'button', click }, ...parts);

/** What names and explains the input of a question, by the ids of elements of its view. */
export const QUESTION_LABELS = { 'aria-labelledby': 'prompt', 'aria-describedby': 'instruction question-problem' };

/** A text with a note beside or below it. @param {string} text @param {...(Node | string)} note */
export const noted = (text, ...note) => h('span.noted', quoted(text), ...(note.length > 0 ? [h('span.hint', ...note)] : []));

/** For screen readers only. @param {...(Node | string)} parts */
export const spoken = (...parts) => h('span.spoken', ...parts);

/** Skipped by screen readers. @param {string} sign */
export const sign = (sign, className = 'sign') => h(`span.${className}`, { 'aria-hidden': 'true' }, sign);

const region = /** @type {HTMLElement} */ (document.querySelector('#announcements'));

/** Screen readers ignore a message that comes together with a new screen. In milliseconds. */
const DELAY = 150;

/** @type {string[]} */
let messages = [];

/** Messages that come together are read one after the other. @param {string} message */
export function announce(message) {
  if (messages.length === 0) {
    region.textContent = '';
    setTimeout(say, DELAY);
  }
  messages.push(message);
}

function say() {
  region.textContent = messages.join(' ');
  messages = [];
}

/** Removes what was said about the last screen. @param {string} obsolete a message that has not been said yet */
export function clearAnnouncements(obsolete) {
  region.textContent = '';
  messages = messages.map((message) => (message === obsolete ? '' : message));
}

/** @param {EventTarget} target @param {string} name @param {AbortSignal} signal @returns {Promise<Event>} */
export function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason));
    target.addEventListener(name, resolve, { once: true, signal });
  });
}

/** @param {number} milliseconds @param {AbortSignal} signal */
export const pause = (milliseconds, signal) => once(AbortSignal.timeout(milliseconds), 'abort', signal);

/** Shows a time that grows. @param {number} seconds its start */
export const countingUp = (seconds) => ticking((passed) => seconds + passed);

/** Shows the time that is left. @param {number} seconds */
export const countingDown = (seconds) => ticking((passed) => Math.max(0, seconds - passed));

/** Shows a time that changes while it is part of the page. @param {(passed: number) => number} secondsAfter */
function ticking(secondsAfter) {
  const element = sign('', 'ticking');
  const started = performance.now();
  const show = () => {
    const passed = Math.floor((performance.now() - started) / 1000);
    element.textContent = duration(secondsAfter(passed));
  };
  const timer = setInterval(() => {
    if (element.isConnected) show();
    else clearInterval(timer);
  }, 500);
  show();
  return element;
}

/** @param {number} seconds */
const duration = (seconds) => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`);
