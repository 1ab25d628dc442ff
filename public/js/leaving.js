// Asks before typed words are lost, as the panel does: the browser asks in words of its own.
(() => {
  'use strict';

  const FIELDS =
    'textarea, input:not([type=hidden], [type=search], [type=checkbox], [type=radio], [type=file], [type=password])';
  let sent = false;

  const isTyped = (form) =>
    [...form.elements].some(
      (field) => field.matches(FIELDS) && field.value.trim() !== '' && field.value !== field.defaultValue,
    );

  // On its way, unless a script has taken it over.
  window.addEventListener('submit', (event) => {
    sent = !event.defaultPrevented;
  });
  window.addEventListener('pageshow', () => {
    sent = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (sent) return;
    const forms = document.querySelectorAll('main form[method=post]:not([data-keeps])');
    if ([...forms].some(isTyped)) event.preventDefault();
  });
})();
