import { multiple } from './multiple.js';
import { number } from './number.js';
import { order } from './order.js';
import { single } from './single.js';
import { text } from './text.js';

/**
 * The kinds of questions, in the order in which a new game offers them.
 *
 * @type {Record<import('../types.d.ts').Kind, import('../types.d.ts').QuestionKind>}
 */
export const KINDS = { single, multiple, number, text, order };
