// The dispatcher's desk works without this file; it only helps.
(() => {
  'use strict';

  const filters = document.querySelector('.filters');
  if (!filters) return;
  for (const list of document.querySelectorAll('[data-keys]')) list.hidden = false;
  // A choice is shown at once; what was typed waits for Enter.
  filters.addEventListener('change', (event) => {
    if (event.target.tagName === 'SELECT') filters.requestSubmit();
  });
})();
