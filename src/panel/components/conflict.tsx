import { useEffect, useRef, type ReactNode } from 'react';
import { PlainTable } from './plain-table.js';
import type { ConflictView } from '../view.js';

const HEAD = ['Поле', 'Было', 'Сейчас', 'Вы ввели'];

/** Tells whoever came second what somebody else has changed; the form below still holds what was typed. */
export function Conflict({ conflict, button }: { conflict: ConflictView; button: string }): ReactNode {
  const { told, rows, version } = conflict;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus(), [version]);

  return (
    <div className="k-message k-conflict" data-tone="wait" role="alert" tabIndex={-1} ref={top}>
      <p>{told}</p>
      {rows.length > 0 && (
        <PlainTable
          caption="Что отличается"
          head={HEAD}
          rows={rows.map(({ label, was, now, typed }) => [
            label,
            was,
            now,
            typed === was ? 'не меняли' : typed,
          ])}
          empty="—"
        />
      )}
      <p>
        Ничего не записано. То, что вы ввели, осталось в полях; поля, которых вы не касались, теперь такие,
        как сейчас. Нажмите «{button}» ещё раз, чтобы записать свои изменения.
      </p>
    </div>
  );
}
