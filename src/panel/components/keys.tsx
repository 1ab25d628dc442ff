import { useEffect, useRef, useState } from 'react';

/** Kept by the office's pages (public/js/office.js): whoever wants no keys of one letter there has none here. */
const OFF = 'office-keys-off';
const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';

/** Whether keys of one letter do anything (WCAG 2.2, 2.1.4). */
export function lettersWork(): boolean {
  try {
    return localStorage.getItem(OFF) !== '1';
  } catch {
    return true; // nothing is kept: they do
  }
}

/** The keys of the panel and the switch of one-letter ones, by a press or by «?». */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(lettersWork);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typed = event.target instanceof Element && event.target.closest(FIELDS) !== null;
      const asks = event.key === '?' || (event.code === 'Slash' && event.shiftKey);
      if (!asks || typed || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (!dialog.current?.open) dialog.current?.showModal();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  const turn = (wanted: boolean) => {
    setOn(wanted);
    localStorage.setItem(OFF, wanted ? '0' : '1');
  };
  return (
    <>
      <button type="button" className="k-plain" onClick={() => dialog.current?.showModal()}>
        Клавиши
      </button>
      <dialog ref={dialog} className="k-keys" aria-label="Клавиши этой страницы">
        <h2>Клавиши этой страницы</h2>
        <ul>
          <li>
            <a href="/office/help">Помощь</a>
          </li>
          <li>
            <kbd>Ctrl + К</kbd> <span>Поиск по всему</span>
          </li>
          <li>
            <kbd>/</kbd> <span>Поиск по всему</span>
          </li>
        </ul>
        <label>
          <input type="checkbox" checked={on} onChange={({ target }) => turn(target.checked)} />{' '}
          <span>Работают клавиши из одной буквы</span>
        </label>
        <button type="button" className="k-button" onClick={() => dialog.current?.close()}>
          Закрыть
        </button>
      </dialog>
    </>
  );
}
