import { useEffect, useState, type ReactNode } from 'react';
import type { FieldView, ListAnswer, RecordView } from '../view.js';
import { dataAddress, useAll, useData } from './api.js';
import { counted } from './pages.js';
import { Cell } from './table.js';
import { triedWords } from './tried.js';

interface PickProps {
  field: FieldView & { type: 'records' };
  common: { id: string };
  /** Texts whose records are shown first, until somebody searches. */
  offered: string[];
  chosen: RecordView[];
  set: (records: RecordView[]) => void;
}

/** Chooses records of another section by its own search: what is found is ticked, or one of it is marked, and what is chosen stays in view. */
export function Pick({ field, common, offered, chosen, set }: PickProps): ReactNode {
  const [text, setText] = useState('');
  const [query, setQuery] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);

  const list = (looked: string, most: number) => {
    const filters = { ...field.only, ...(looked && { q: looked }) };
    const asked = Object.entries(filters).map(([name, value]) => [`filters.${name}`, value]);
    const query = new URLSearchParams([['perPage', String(most)], ...asked]);
    return `${dataAddress(field.resource, 'actions', 'list')}?${query}`;
  };
  const { data } = useData<ListAnswer>(list(query, 8));
  const likely = useAll<ListAnswer>(offered.map((one) => list(one, 1))).flatMap(({ records }) => records);
  const isChosen = ({ id }: RecordView) => chosen.some((one) => one.id === id);
  const toggle = (record: RecordView) => {
    if (isChosen(record)) set(chosen.filter(({ id }) => id !== record.id));
    else set(field.max === 1 ? [record] : [...chosen, record].slice(0, field.max));
  };
  const offers = query === '' && likely.length > 0;
  const found = (offers ? likely : (data?.records ?? [])).filter((record) => !isChosen(record));
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
              <input
                type={field.max === 1 ? 'radio' : 'checkbox'}
                checked={isChosen(record)}
                onChange={() => toggle(record)}
              />
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
        {offers ? 'Это похожие, другие найдёт поиск. ' : ''}
        {!offers && data && data.records.length === 0
          ? `${text.trim() === '' ? 'Здесь пока ничего нет' : 'Ничего не найдено'}. `
          : ''}
        {!offers && data ? `${triedWords(data.meta)} ` : ''}
        {!offers && data && data.meta.total > 8
          ? `Найдено: ${counted(data.meta.total)}, показаны первые 8: уточните поиск`
          : ''}
      </p>
    </div>
  );
}
