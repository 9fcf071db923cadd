import { h, pill, quoted, sign } from '../dom.js';

const SHOWN = 8;

/** What is shown first stays the same until the page is loaded again. @type {string[]} */
let order = [];

/**
 * Offers topics: each starts a game at once, or joins the keywords that are there already.
 *
 * @param {(topic: string) => void} choose
 */
export function topicPicker(choose) {
  const title = h('h3');
  const some = h('div.pills');
  const all = h('div.pills');
  const element = h('div.topics', { hidden: true }, title, some, h('details', h('summary', 'All topics'), all));
  const topicPill = (/** @type {string} */ topic) => pill([sign(''), ' ', quoted(topic)], () => choose(topic));

  /** @param {string[]} topics */
  function suggest(topics) {
    if (order.length === 0) order = shuffled(topics);
    some.replaceChildren(...order.slice(0, SHOWN).map(topicPill));
    all.replaceChildren(...topics.toSorted((one, other) => one.localeCompare(other)).map(topicPill));
    element.hidden = topics.length === 0;
    mark();
  }

  let isFirst = true;

  /** Says what a click does. @param {boolean} hasNoKeywords */
  function offer(hasNoKeywords) {
    isFirst = hasNoKeywords;
    mark();
  }

  function mark() {
    title.textContent = isFirst ? 'Or start on a topic at once' : 'Or add a topic';
    for (const mark of element.querySelectorAll('.sign')) mark.textContent = isFirst ? '▶' : '+';
  }

  return { element, suggest, offer };
}

/** By Fisher and Yates. @template T @param {T[]} items */
function shuffled(items) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
