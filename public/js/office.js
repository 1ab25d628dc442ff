// Only helps. Elements name keys in data-key: KeyY, Slash, Ctrl+Enter.
(() => {
  'use strict';

  const LATIN = 'QWERTYUIOPASDFGHJKLZXCVBNM';
  const RUSSIAN = 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ';
  const NAMES = { Slash: '/', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };
  const OFF = 'office-keys-off';
  const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  let off = false;
  try {
    off = localStorage.getItem(OFF) === '1';
  } catch {
    // Nothing is kept: the keys work.
  }

  function nameOf(key) {
    return key
      .split('+')
      .map((part) => {
        const letter = /^Key([A-Z])$/.exec(part);
        return letter ? RUSSIAN[LATIN.indexOf(letter[1])] : (NAMES[part] ?? part.replace(/^Digit/, ''));
      })
      .join(' + ');
  }

  /** By chance, or by voice. */
  const isBare = (key) => !key.includes('+') && !/^(Escape|Enter|F\d+|Arrow\w+)$/.test(key);

  const scope = () => document.querySelector('dialog[open]') ?? document;
  const isSeen = (element) => element.getClientRects().length > 0 && !element.disabled;

  /** Writes keys beside words, again at `office:keys`. */
  function mark() {
    document.documentElement.classList.toggle('keys-off', off);
    for (const element of all('[data-key]')) {
      const { key } = element.dataset;
      const bare = isBare(key);
      if (bare && off) element.removeAttribute('aria-keyshortcuts');
      else element.setAttribute('aria-keyshortcuts', key.replace(/Key|Digit/, '').replace('Ctrl', 'Control'));
      if (element.matches('a, button') && !element.querySelector('kbd')) {
        element.append(' ', make('kbd', { textContent: nameOf(key), ariaHidden: 'true' }));
      }
      element.querySelector('kbd')?.toggleAttribute('data-bare', bare);
    }
    for (const button of all('[data-key-list]')) button.hidden = all('[data-key]').length === 0;
  }

  function pressed({ code, ctrlKey, metaKey, shiftKey }) {
    return [ctrlKey || metaKey ? 'Ctrl' : '', shiftKey ? 'Shift' : '', code.replace('NumpadEnter', 'Enter')]
      .filter(Boolean)
      .join('+');
  }

  function labelOf(element) {
    if (element.dataset.keyTitle) return element.dataset.keyTitle;
    const copy = element.cloneNode(true);
    for (const kbd of all('kbd, .count', copy)) kbd.remove();
    return copy.textContent.trim() || element.ariaLabel || element.labels?.[0]?.textContent;
  }

  /** All keys of the page, and the switch of one-letter ones (WCAG 2.2, 2.1.4). */
  function list() {
    if (document.querySelector('dialog[open]')) return;
    const rows = all('[data-key]')
      .filter(isSeen)
      .map((element) =>
        make(
          'li',
          {},
          make('kbd', { textContent: nameOf(element.dataset.key) }),
          make('span', { textContent: labelOf(element) }),
        ),
      );
    const on = make('input', { type: 'checkbox', checked: !off });
    const close = make('button', { type: 'button', textContent: 'Закрыть' });
    const dialog = make(
      'dialog',
      { className: 'key-list', ariaLabel: 'Клавиши этой страницы' },
      make('h2', { textContent: 'Клавиши этой страницы' }),
      make('ul', {}, ...all('[data-own-key]').map((item) => item.cloneNode(1)), ...rows),
      make('label', {}, on, make('span', { textContent: 'Работают клавиши из одной буквы' })),
      close,
    );
    on.addEventListener('change', () => {
      off = !on.checked;
      mark();
      localStorage.setItem(OFF, off ? '1' : '0');
    });
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.repeat || event.isComposing) return;
    const key = pressed(event);
    const typing = event.target instanceof Element && event.target.closest(FIELDS);
    if (typing && key !== 'Escape' && !key.startsWith('Ctrl+')) return;
    if (key === 'Enter' && event.target.closest('a, button, summary')) return;
    // «?» of both layouts.
    if (key === 'Shift+Slash' || (key === 'Shift+Digit7' && event.key === '?')) {
      event.preventDefault();
      list();
      return;
    }
    if (isBare(key) && off) return;
    const at = (name) => all(`[data-key="${CSS.escape(name)}"]`, scope()).find(isSeen);
    const element = at(key) ?? (key === 'Slash' && at('Ctrl+KeyK'));
    if (!element) return;
    event.preventDefault();
    if (element.matches(FIELDS)) element.focus();
    else element.click();
  });

  for (const button of all('[data-key-list]')) button.addEventListener('click', list);
  document.addEventListener('office:keys', mark);
  mark();
})();
