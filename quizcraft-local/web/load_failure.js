// Says that the page could not be loaded. A module that is missing, or of another release than the others, stops all
// modules, so this script is none.

/** @param {HTMLElement} main */
function showLoadFailure(main) {
  const section = document.createElement('section');
  section.className = 'card';
  const title = document.createElement('h1');
  title.textContent = 'The page could not be loaded';
  const text = document.createElement('p');
  text.textContent = 'The connection was lost, or the server was updated meanwhile.';
  const link = document.createElement('a');
  link.className = 'primary';
  link.href = '/';
  link.textContent = 'Load it again';
  link.addEventListener('click', (event) => {
    // The place in the page and what was typed stay.
    event.preventDefault();
    location.reload();
  });
  const actions = document.createElement('p');
  actions.className = 'actions';
  actions.append(link);
  section.append(title, text, actions);
  section.setAttribute('role', 'alert');
  main.replaceChildren(section);
}

// The event of an element does not bubble.
window.addEventListener('error', ({ target }) => {
  const main = document.querySelector('main');
  const isScript = target === window || target instanceof HTMLScriptElement;
  // Once there is a screen, an error belongs to a view.
  if (isScript && main && !main.querySelector('h1')) showLoadFailure(main);
}, true);
