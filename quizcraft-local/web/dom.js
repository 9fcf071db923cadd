/**
 * @typedef {Node | string | number | null | false | undefined} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Properties
 */

/**
 * Creates an element. Texts become text nodes, so that markup in them is shown and never interpreted. A function is a
 * listener of the event with its name; `true` is an attribute without a value; `false` and `null` are left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
export function present(children) {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return child instanceof Node ? child : String(child);
  });
}

/**
 * Returns a text of a player or a writer inside a sentence. The element isolates its direction, and thereby
 * bidirectional controls in it.
 *
 * @param {string} text
 */
export const quoted = (text) => h('bdi', {}, text);

/** Returns texts as isolated elements with commas between them. @param {string[]} texts */
export function listed(texts) {
  return h('span', {}, ...texts.flatMap((text, at) => (at === 0 ? [quoted(text)] : [', ', quoted(text)])));
}

/** Returns the heading of a screen. It can receive the focus, but is no tab stop. @param {...Child} children */
export const heading = (...children) => h('h1', { tabindex: -1, dir: 'auto' }, ...children);

/**
 * @param {string} className
 * @param {() => void} click
 * @param {...Child} children
 */
export function button(className, click, ...children) {
  return h('button', { type: 'button', class: className, click }, ...children);
}

/** Returns text that only screen readers present. @param {...Child} children */
export const spoken = (...children) => h('span', { class: 'spoken' }, ...children);
