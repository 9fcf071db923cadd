import { currentPlayer } from '../session.js';
import { keep, recall } from '../storage.js';
import { comparable, MOST } from './keywords.js';

/** @typedef {{ keywords: string[], typed: string, limit: string, kinds: T.Kind[] }} Draft of a new game */

/** Other players in this tab do not see it. */
const draftName = () => `new game ${currentPlayer()}`;

/** @type {Draft} */
const EMPTY = { keywords: [], typed: '', limit: '10', kinds: ['single', 'multiple', 'number', 'text', 'order'] };

/** @returns {Draft} */
export const recallDraft = () => ({ ...EMPTY, ...recall(draftName()) });

/** @param {Draft} draft */
export const keepDraft = (draft) => keep(draftName(), draft);

/**
 * Adds keywords to the draft. What does not fit joins what is typed.
 *
 * @param {string[]} keywords
 * @param {T.Kind[]} kinds
 */
export function addToDraft(keywords, kinds) {
  const draft = recallDraft();
  const known = draft.keywords.map(comparable);
  const added = keywords.filter((keyword) => !known.includes(comparable(keyword)));
  const isOneToEdit = added.length === 1 && draft.typed === '';
  // One keyword, perhaps with a typing error, is put back as a text to edit.
  const room = isOneToEdit ? 0 : Math.max(0, MOST - known.length);
  const typed = [draft.typed, ...added.slice(room)].filter((text) => text !== '').join(', ');
  keepDraft({ ...draft, keywords: [...draft.keywords, ...added.slice(0, room)], typed, kinds });
}
