import { multiple, single } from './choices.js';
import { number, text } from './typed.js';
import { order } from './order.js';

/**
 * The kinds of questions, in the order in which a new game offers them.
 *
 * @type {Record<import('../types.ts').Kind, import('../types.ts').QuestionKind>}
 */
export const KINDS = { single, multiple, number, text, order };
