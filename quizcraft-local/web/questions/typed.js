import { h } from '../dom.js';

/**
 * Returns a field for a typed response. Its name is the prompt together with the label.
 *
 * @param {Record<string, string | (() => void)>} properties of the field
 * @param {...(string | Node | null)} label
 */
export function typedField(properties, ...label) {
  const field = h('input', {
    id: 'response', type: 'text', autocomplete: 'off', 'aria-labelledby': 'prompt response-label', ...properties,
  });
  return { field, label: h('label', { for: 'response', id: 'response-label' }, ...label) };
}

/**
 * Returns the response of the player beside the right one.
 *
 * @param {import('../types.d.ts').Answered} answered
 * @param {string} response as it is shown
 */
export function comparison({ result, solution }, response) {
  const rows = [h('dt', {}, 'Your answer'), h('dd', { dir: 'auto', class: result ? 'right' : '' }, response)];
  if (!result || solution !== response) rows.push(h('dt', {}, 'Right answer'), h('dd', { dir: 'auto' }, solution));
  return [h('dl', { class: 'comparison' }, ...rows)];
}
