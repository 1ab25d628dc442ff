import { useEffect, useRef, type ReactNode } from 'react';
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
        <table className="k-table" data-plain="">
          <caption>Что отличается</caption>
          <thead>
            <tr>
              {HEAD.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ field, label, was, now, typed }) => (
              <tr key={field}>
                {[label, was, now, typed === was ? 'не меняли' : typed].map((cell, column) => (
                  <td key={HEAD[column]} data-label={HEAD[column]}>
                    {cell || '—'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        Ничего не записано. То, что вы ввели, осталось в полях; поля, которых вы не касались, теперь такие,
        как сейчас. Нажмите «{button}» ещё раз, чтобы записать свои изменения.
      </p>
    </div>
  );
}
