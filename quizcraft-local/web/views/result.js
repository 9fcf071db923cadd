import { announce } from '../announce.js';
import { h, heading, quoted, sign } from '../dom.js';
import { isOver, points } from '../games.js';
import { expectScreen } from '../loading.js';
import { KINDS } from '../questions/kinds.js';
import { keep } from '../storage.js';
import { playForm, submitted } from './play_form.js';
import { progressOf, unseenResult } from './question.js';

/**
 * @param {T.Context} context
 * @param {T.Game} game after the answer
 * @param {T.Answered} answered
 * @param {string} notice
 */
export async function resultView(context, game, answered, notice) {
  const { icon, text, state } = verdict(answered);
  const title = heading({ class: state }, sign(icon), ` ${text}`);
  const form = playForm(isOver(game) ? 'See the summary' : 'Next question', { keys: '' }, title,
    notice && h('p.notice', notice), h('p.prompt', { dir: 'auto' }, answered.prompt), ...explanation(answered));
  context.show({ title: text, heading: title, content: [progressOf(game, answered.index), form] });
  announce(`${notice} The right answer: ${answered.solution}. ${answered.clarification}`);
  await submitted(form, context.signal);
  expectScreen('Loading…');
  keep(unseenResult(game.id), null);
}

/** @param {T.Answered} answered */
export function verdict({ result, score }) {
  if (result) return { icon: '✓', text: 'Right', state: 'right' };
  if (score > 0) return { icon: '◐', text: `Partly right: ${points(score)} of 1 point`, state: 'partial' };
  return { icon: '✗', text: 'Wrong', state: 'wrong' };
}

/** @param {T.Answered} answered @returns {Node[]} */
export const explanation = (answered) => [
  KINDS[answered.kind].result(answered),
  h('p.clarification', { dir: 'auto' }, answered.clarification),
  ...(answered.source ? [sourceLine(answered.source)] : []),
];

/** @param {T.Source} source */
function sourceLine({ title, url, license }) {
  const isWebAddress = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const link = { href: url, target: '_blank', rel: 'noopener noreferrer' };
  return h('p.hint', 'Source: ', isWebAddress ? h('a', link, quoted(title)) : quoted(title),
    ...(license === null ? [] : [' – ', quoted(license)]));
}
