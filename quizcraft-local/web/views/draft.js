import { keep, recall } from '../storage.js';

/** @typedef {{ keywords: string[], typed: string, limit: string, kinds: T.Kind[] }} Draft of a new game */

const NAME = 'new game';

/** @type {Draft} */
const EMPTY = { keywords: [], typed: '', limit: '10', kinds: ['single', 'multiple', 'number', 'text', 'order'] };

/** @returns {Draft} */
export const recallDraft = () => ({ ...EMPTY, ...recall(NAME) });

/** @param {Draft} draft */
export const keepDraft = (draft) => keep(NAME, draft);
