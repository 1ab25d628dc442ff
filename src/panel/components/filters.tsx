import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import type { ColumnView, ListView } from '../view.js';
import { address } from './api.js';

const RANGED = ['number', 'money', 'balance', 'date', 'month', 'datetime'];

/** The search box and the filters above a list; what is chosen stands in the address. */
export function Filters({ resource, view }: { resource: string; view: ListView }): ReactNode {
  const { search } = useLocation();
  const navigate = useNavigate();
  const [values, setValues] = useState<Record<string, string>>({});
  useEffect(() => setValues(chosen(search)), [search]);
  const field = useRef<HTMLInputElement>(null);
  // a list is opened to find something in it; a phone's keyboard would hide what is there already
  useEffect(() => {
    const typing = document.activeElement?.matches('input, select, textarea') ?? false;
    if (!typing && window.matchMedia('(pointer: fine)').matches) {
      field.current?.focus({ preventScroll: true });
    }
  }, []);
  const active = Object.keys(chosen(search)).filter((name) => name !== 'q').length;
  if (!view.search && !view.filters.length) return null;

  const set = (name: string, value: string) => setValues((old) => ({ ...old, [name]: value }));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
      if (value.trim()) query.set(`filters.${name}`, value.trim());
    }
    navigate(`${address(resource)}?${query}`);
  };

  const reset = search.includes('filters.') && (
    <button type="button" className="k-button" onClick={() => navigate(address(resource))}>
      Сбросить
    </button>
  );

  return (
    <form className="k-filters" role="search" onSubmit={apply}>
      {view.search && (
        <div className="k-search">
          <label>
            {view.search}
            <input
              ref={field}
              type="search"
              maxLength={200}
              value={values.q ?? ''}
              onChange={(event) => set('q', event.target.value)}
            />
          </label>
          <button className="k-button" data-kind="main">
            Найти
          </button>
          {!active && reset}
        </div>
      )}
      {view.filters.length > 0 && (
        <details open={active > 0 || !view.search}>
          <summary>{active ? `Отбор: ${active}` : 'Отбор'}</summary>
          <div className="k-grid">
            {view.filters.map((column) => (
              <FilterField key={column.name} column={column} values={values} set={set} />
            ))}
          </div>
          <div className="k-buttons">
            <button className="k-button" data-kind={view.search ? 'plain' : 'main'}>
              Показать
            </button>
            {active > 0 && reset}
          </div>
        </details>
      )}
    </form>
  );
}

interface FilterFieldProps {
  column: ColumnView;
  values: Record<string, string>;
  set: (name: string, value: string) => void;
}

function FilterField({ column, values, set }: FilterFieldProps) {
  const { name, label, type } = column;
  if (RANGED.includes(type)) {
    const bound = (part: 'from' | 'to', word: string) => (
      <label>
        <span className="k-hidden">{`${label}, `}</span>
        {word}
        <input
          type={type === 'month' ? type : type.startsWith('date') ? 'date' : 'text'}
          inputMode={type === 'month' ? undefined : 'decimal'}
          placeholder={type === 'month' ? '10.2026' : undefined}
          value={values[`${name}~~${part}`] ?? ''}
          onChange={(event) => set(`${name}~~${part}`, event.target.value)}
        />
      </label>
    );
    return (
      <fieldset>
        <legend>{legend(column)}</legend>
        {bound('from', 'с')}
        {bound('to', 'по')}
      </fieldset>
    );
  }
  const options = type === 'boolean' ? { true: { label: 'Да' }, false: { label: 'Нет' } } : column.options;
  return (
    <label>
      {label}
      {options ? (
        <select value={values[name] ?? ''} onChange={(event) => set(name, event.target.value)}>
          <option value="">Все</option>
          {Object.entries(options).map(([value, option]) => (
            <option key={value} value={value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          maxLength={200}
          value={values[name] ?? ''}
          onChange={(event) => set(name, event.target.value)}
        />
      )}
    </label>
  );
}

function legend({ label, type }: ColumnView): string {
  if (type === 'balance') return `${label}, ₽ (переплата — с минусом)`;
  return type === 'money' ? `${label}, ₽` : label;
}

function chosen(search: string): Record<string, string> {
  const filters = [...new URLSearchParams(search)].filter(([name]) => name.startsWith('filters.'));
  return Object.fromEntries(filters.map(([name, value]) => [name.slice('filters.'.length), value]));
}
