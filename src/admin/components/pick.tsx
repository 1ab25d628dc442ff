import { useEffect, useState, type ReactNode } from 'react';
import type { FieldView, ListAnswer, RecordView } from '../view.js';
import { dataAddress, useData } from './api.js';
import { counted } from './pages.js';
import { Cell } from './table.js';

interface PickProps {
  field: FieldView & { type: 'records' };
  common: { id: string };
  chosen: RecordView[];
  set: (records: RecordView[]) => void;
}

/** Chooses records of another section by its own search: what is found is ticked, what is chosen stays in view. */
export function Pick({ field, common, chosen, set }: PickProps): ReactNode {
  const [text, setText] = useState('');
  const [query, setQuery] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);

  const filter = query ? `&${new URLSearchParams({ 'filters.q': query })}` : '';
  const { data } = useData<ListAnswer>(
    `${dataAddress(field.resource, 'actions', 'list')}?perPage=8${filter}`,
  );
  const isChosen = ({ id }: RecordView) => chosen.some((one) => one.id === id);
  const toggle = (record: RecordView) => {
    if (isChosen(record)) set(chosen.filter(({ id }) => id !== record.id));
    else set(field.max === 1 ? [record] : [...chosen, record].slice(0, field.max));
  };
  const found = data?.records.filter((record) => !isChosen(record)) ?? [];
  // A bare count says nothing without its heading.
  const told = field.view!.filter(({ type }) => type !== 'number').slice(0, 3);

  return (
    <div className="k-pick">
      <input
        {...common}
        type="search"
        maxLength={200}
        placeholder="Поиск"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <ul hidden={chosen.length + found.length === 0}>
        {[...chosen, ...found].map((record) => (
          <li key={record.id}>
            <label className="k-check">
              <input type="checkbox" checked={isChosen(record)} onChange={() => toggle(record)} />
              <span>
                {told.map((column) => (
                  <span key={column.name}>
                    <Cell column={column} record={record} />
                  </span>
                ))}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className="k-hint" aria-live="polite">
        {chosen.length ? `Выбрано: ${chosen.length}. ` : ''}
        {data && data.records.length === 0
          ? `${text.trim() === '' ? 'Здесь пока ничего нет' : 'Ничего не найдено'}. `
          : ''}
        {data && data.meta.total > 8
          ? `Найдено: ${counted(data.meta.total)}, показаны первые 8: уточните поиск`
          : ''}
      </p>
    </div>
  );
}
