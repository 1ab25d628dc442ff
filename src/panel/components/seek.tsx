import { useEffect, useRef } from 'react';
import { lettersWork } from './keys.js';

const FIELDS = 'input, textarea, select, [contenteditable]';

/** The one field of the office that finds everything; `/` and Ctrl + K lead to it, in either layout of the keyboard. */
export function Seek() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const slash =
        event.code === 'Slash' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
      const { target } = event;
      // the empty search of a list, where the cursor stands from the beginning, holds nothing that somebody types
      const idle = target instanceof HTMLInputElement && target.type === 'search' && target.value === '';
      const typed = !idle && target instanceof Element && target.closest(FIELDS) !== null;
      const ctrlK = event.code === 'KeyK' && (event.ctrlKey || event.metaKey);
      if (!ctrlK && !(slash && !typed && lettersWork())) return;
      event.preventDefault();
      field.current?.select();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  return (
    <form className="k-seek" action="/office/search" role="search" aria-label="Поиск по всему">
      <input
        ref={field}
        type="search"
        name="q"
        aria-label="Поиск по всему"
        placeholder="Адрес, имя или номер"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        aria-keyshortcuts="Control+K"
      />
      <button className="k-plain">Найти</button>
    </form>
  );
}
