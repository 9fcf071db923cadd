import { multiple, single } from './choices.js';
import { number, text } from './typed.js';
import { order } from './order.js';

/** @type {Record<T.Kind, T.QuestionKind>} */
export const KINDS = { single, multiple, number, text, order };
