import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { ColumnView, RecordView } from '../view.js';
import { address } from './api.js';
import { useSections } from './store.js';

/** One value as people read it; nothing is «—», a state is a coloured word. */
export function Cell({ column, record }: { column: ColumnView; record: RecordView }): ReactNode {
  const sections = useSections();
  const value = record.params[column.name];
  if (value === null || value === undefined) return <span className="k-none">—</span>;
  if (column.type === 'boolean') return <>{value === 'true' ? 'Да' : 'Нет'}</>;
  if (column.type === 'enum') {
    const option = column.options?.[value];
    return <span data-tone={option?.tone ?? 'plain'}>{option?.label ?? value}</span>;
  }
  if (column.type === 'reference') {
    const id = record.params[`${column.name}~~id`];
    const open = id && sections.some((section) => section.id === column.resource);
    return open ? <Link to={address(column.resource!, 'records', id, 'show')}>{value}</Link> : <>{value}</>;
  }
  return <>{value}</>;
}

interface TableProps {
  caption: string;
  resource: string;
  columns: ColumnView[];
  records: RecordView[];
  heading?: (column: ColumnView) => ReactNode;
  sorted?: { by?: string; direction?: 'asc' | 'desc' };
  after?: (record: RecordView) => ReactNode;
  /** Rows that may be ticked: which are, and how to change it. */
  ticks?: { ids: ReadonlySet<string>; toggle: (record: RecordView) => void; all: () => void };
}

/** A dense table; on a phone each row becomes a card with its labels. */
export function Table({
  caption,
  resource,
  columns,
  records,
  heading,
  sorted,
  after,
  ticks,
}: TableProps): ReactNode {
  const navigate = useNavigate();
  const open = (record: RecordView) => address(resource, 'records', record.id, 'show');
  const hasPage = ({ recordActions }: RecordView) => recordActions.some(({ name }) => name === 'show');
  const order = ({ name }: ColumnView) =>
    name === sorted?.by ? (sorted.direction === 'desc' ? 'descending' : 'ascending') : undefined;

  return (
    <div className="k-scroll">
      <table className="k-table">
        <caption className="k-hidden">{caption}</caption>
        <thead>
          <tr>
            {ticks && (
              <th scope="col" className="k-tick">
                <input
                  type="checkbox"
                  aria-label="Отметить все строки"
                  checked={records.every(({ id }) => ticks.ids.has(id))}
                  onChange={ticks.all}
                />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                data-type={column.type}
                data-aside={column.aside}
                aria-sort={order(column)}
              >
                {heading?.(column) ?? column.label}
              </th>
            ))}
            {after && (
              <th scope="col">
                <span className="k-hidden">Действия</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr
              key={record.id}
              data-plain={hasPage(record) ? undefined : ''}
              onClick={(event) => {
                if (!hasPage(record)) return;
                if (!(event.target as HTMLElement).closest('a') && !getSelection()?.toString()) {
                  navigate(open(record));
                }
              }}
            >
              {ticks && (
                <td className="k-tick" onClick={(event) => event.stopPropagation()}>
                  <input
                    type="checkbox"
                    aria-label={`Отметить: ${record.title}`}
                    checked={ticks.ids.has(record.id)}
                    onChange={() => ticks.toggle(record)}
                  />
                </td>
              )}
              {columns.map((column, index) => (
                <td
                  key={column.name}
                  data-type={column.type}
                  data-aside={column.aside}
                  data-label={column.label}
                >
                  {index === 0 && column.type !== 'reference' && hasPage(record) ? (
                    <Link to={open(record)}>
                      <Cell column={column} record={record} />
                    </Link>
                  ) : (
                    <Cell column={column} record={record} />
                  )}
                </td>
              ))}
              {after && <td className="k-after">{after(record)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
