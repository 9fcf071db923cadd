import { gameHash, isOver, points, START } from '../api.js';
import { announce, button, h, heading, keywordLine } from '../dom.js';
import { newGameForm } from './new_game.js';

const PAGE = '20';

/** Further games are folded, so that the form for a new one is not far down. */
const SHOWN = 4;

/** @param {T.Context} context */
export async function startView(context) {
  const form = newGameForm(context);
  suggestTopics(context, form);
  const first = await context.api.games({ limit: PAGE });
  const unfinished = section('Games to continue');
  const earlier = section('Earlier games');
  const title = heading('What do you want to be asked about?');
  const jump = h('a', { href: START, click: jumpToEarlier }, 'Earlier games');
  const more = button(() => context.attempt(showOlder), 'Show older games');
  let cursor = add(first);
  const shortcut = earlier.element.hidden ? [] : [h('p.jump', jump)];
  const content = [h('div', title, ...shortcut), unfinished.element, form.element, earlier.element, h('p', more)];
  context.show({ title: 'Games', heading: title, content });

  /** The part of an address after `#` names a place, and not a position in it. @param {Event} event */
  function jumpToEarlier(event) {
    event.preventDefault();
    earlier.title.focus();
  }

  /** Returns where the next page starts. @param {typeof first} page */
  function add({ games, next }) {
    for (const game of games) (isOver(game) ? earlier : unfinished).add(game);
    more.hidden = next === null;
    return next ?? '';
  }

  async function showOlder() {
    if (more.ariaDisabled === 'true') return;
    more.ariaDisabled = 'true';
    const page = await context.api.games({ limit: PAGE, cursor }).finally(() => (more.ariaDisabled = 'false'));
    cursor = add(page);
    for (const { unfold } of [unfinished, earlier]) unfold();
    const next = page.games.find(isOver) ?? page.games[0];
    // The last page may be empty. The button is hidden then, and must not take the focus with it.
    const link = next && document.querySelector(`a[href="${gameHash(next.id)}"]`);
    /** @type {HTMLElement} */ (link ?? (more.hidden ? title : more)).focus();
    announce(next ? 'Older games are shown.' : 'There are no older games.');
  }
}

/** The form works without topics, and a service may not have any. @param {T.Context} context @param {{ suggest: (topics: string[]) => void }} form */
async function suggestTopics({ api, signal }, form) {
  const names = await api.topics().then(({ topics }) => topics.map(({ name }) => name)).catch(() => []);
  if (!signal.aborted) form.suggest(names);
}

/** @param {string} name */
function section(name) {
  const [first, others] = [h('ul.games'), h('ul.games')];
  const more = h('details', { hidden: true }, h('summary', 'More'), others);
  const title = h('h2', { tabindex: -1 }, name);
  const element = h('section', { hidden: true }, title, first, more);

  /** A game without questions is of little interest. @param {T.Game} game */
  function add(game) {
    const isFolded = game.failure !== null || first.childElementCount >= SHOWN;
    (isFolded ? others : first).append(row(game));
    more.hidden = others.childElementCount === 0;
    element.hidden = false;
  }

  return { element, title, add, unfold: () => (more.open = true) };
}

/** @param {T.Game} game */
const row = (game) => h('li', h('a.card.game', { href: gameHash(game.id) }, keywordLine(game.keywords),
  h('p.hint', state(game), h('br'), date(game))));

/** @param {T.Game} game */
function state({ failure, status, questions_answered, questions_correct, questions_limit, score }) {
  if (failure !== null) return 'No questions';
  if (status === 'PENDING') return 'Questions are being made';
  if (status === 'READY') return `Continue: ${questions_answered} of ${questions_limit} answered`;
  const partly = score > questions_correct ? `, ${points(score)} points` : '';
  return `${questions_correct} of ${questions_limit} right${partly}`;
}

/** @param {T.Game} game */
const date = ({ creation_time }) =>
  new Date(creation_time).toLocaleString(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });
