// What the one field offers while somebody types. Without this file the field leads to the page of the search.
(() => {
  'use strict';

  const field = document.querySelector('[data-find]');
  if (!field) return;
  // The browser gives the focus with its first picture: whoever types before would type into nothing.
  if (field.autofocus) field.focus();
  const PAUSE_MS = 120;
  const box = Object.assign(document.createElement('div'), {
    id: 'offered',
    className: 'offered',
    hidden: true,
  });
  box.setAttribute('role', 'listbox');
  box.setAttribute('aria-label', 'Найдено');
  const keys = Object.assign(document.createElement('p'), {
    className: 'offered-keys',
    innerHTML:
      '<kbd>↑</kbd> <kbd>↓</kbd> выбрать <kbd>Enter</kbd> <b>открыть</b> <span><kbd>Ctrl</kbd> <kbd>Enter</kbd> квитанция</span> <kbd>Esc</kbd> закрыть',
  });
  const frame = Object.assign(document.createElement('div'), { className: 'offered-frame', hidden: true });
  frame.append(box, keys);
  field.form.append(frame);
  const set = (name, value) => field.setAttribute(`aria-${name}`, value);
  field.setAttribute('role', 'combobox');
  set('autocomplete', 'list');
  set('controls', box.id);
  set('expanded', 'false');

  let waiting;
  let asked = '';
  let shown = '';
  let request;
  let pressed;

  const rows = () => [...box.querySelectorAll('[role=option]')];
  const chosen = () => box.querySelector('[aria-selected=true]');
  const likely = () => box.querySelector('[data-likely]');

  function choose(row) {
    for (const one of rows()) one.setAttribute('aria-selected', String(one === row));
    // What Enter does is said as it is: to the first of several flats, else to the page with all.
    keys.querySelector('b').textContent = row ? 'открыть' : likely() ? 'к первой строке' : 'все найденные';
    keys.querySelector('span').hidden = !row?.dataset.receipt;
    if (!row) return field.removeAttribute('aria-activedescendant');
    set('activedescendant', row.id);
    row.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    frame.hidden = box.hidden = true;
    set('expanded', 'false');
    choose();
  }

  function open() {
    frame.hidden = box.hidden = false;
    keys.hidden = rows().length === 0;
    set('expanded', 'true');
  }

  async function ask() {
    clearTimeout(waiting);
    const text = field.value.trim();
    if (text === asked) return request;
    asked = text;
    pressed = undefined;
    if (text === '') return close();
    request = (async () => {
      const answer = await fetch(`/office/find?q=${encodeURIComponent(text)}`, {
        headers: { 'x-pane': '1' },
      }).catch(() => undefined);
      if (asked !== text) return;
      // The session has ended, or there is no connection: Enter leads to the page, which says so.
      if (!answer?.ok || answer.redirected) {
        asked = '';
        return close();
      }
      box.innerHTML = await answer.text();
      if (asked !== text) return;
      shown = text;
      for (const [at, row] of rows().entries()) row.id = `offered-${at}`;
      // Of several flats nobody knows which was meant; of what was written there is a page.
      choose(box.querySelector('[data-sure]'));
      open();
      follow();
    })();
    return request;
  }

  /** Enter was pressed before the answer came. */
  function follow() {
    const press = pressed;
    pressed = undefined;
    if (press) go(press.receipt);
  }

  function go(receipt) {
    const row = chosen();
    if (!row) return likely() ? choose(likely()) : field.form.submit();
    const { href } = row;
    if (receipt && row.dataset.receipt) window.open(row.dataset.receipt, '_blank', 'noopener');
    else location.href = href;
  }

  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener('focus', () => {
    if (shown !== '' && shown === field.value.trim()) open();
  });
  field.addEventListener('keydown', (event) => {
    const { key } = event;
    if (event.isComposing || event.altKey) return;
    if (key === 'Escape' && !frame.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && shown === field.value.trim() && shown !== '') {
      event.preventDefault();
      open();
      const all = rows();
      const at = all.indexOf(chosen()) + (key === 'ArrowDown' ? 1 : -1);
      choose(all[(at + all.length) % all.length]);
    } else if (key === 'Enter' && field.value.trim() !== '') {
      event.preventDefault();
      const receipt = event.ctrlKey || event.metaKey;
      if (shown === field.value.trim() && !frame.hidden) return go(receipt);
      const answer = ask();
      if (shown === field.value.trim()) return go(receipt);
      pressed = { receipt };
      answer?.then(() => pressed && field.form.submit());
    }
  });
  document.addEventListener('click', ({ target }) => field.form.contains(target) || close());
  field.form.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !field.form.contains(relatedTarget)) close();
  });
})();
