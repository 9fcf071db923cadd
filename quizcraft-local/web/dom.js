/**
 * Creates an element. Strings become text nodes: markup in them is shown, never interpreted. A function is a listener of
 * the event with its name, `true` is an attribute without a value, and `false` and `null` are left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {import('./types.ts').Properties} properties
 * @param {...(Node | string)} children
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** Returns a text of a player or a writer. Its direction and its bidirectional controls stay inside. @param {string} text */
export const quoted = (text) => h('bdi', {}, text);

/** @param {string[]} keywords */
export const keywordLine = (keywords) =>
  h('p', { class: 'keywords' }, ...keywords.flatMap((keyword, at) => [at ? ', ' : '', quoted(keyword)]));

/** Returns the heading of a screen. It can receive the focus, but is no tab stop. @param {...(Node | string)} children */
export const heading = (...children) => h('h1', { tabindex: -1, dir: 'auto' }, ...children);

/** @param {string} className @param {() => void} click @param {...(Node | string)} children */
export const button = (className, click, ...children) => h('button', { type: 'button', class: className, click }, ...children);

/** Returns a button that shows a text of a player or a writer. @param {string} text @param {() => void} click */
export const pill = (text, click) => button('pill', click, quoted(text));

/** Returns text for screen readers only. @param {...(Node | string)} children */
export const spoken = (...children) => h('span', { class: 'spoken' }, ...children);

/** Returns a sign that screen readers skip. @param {string} sign */
export const sign = (sign, className = '') => h('span', { 'aria-hidden': 'true', class: className }, sign);
