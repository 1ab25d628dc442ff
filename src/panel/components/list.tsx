import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { ColumnView, FormView, ListAnswer, ListView, RecordView } from '../view.js';
import { address, dataAddress, useData } from './api.js';
import { Filters } from './filters.js';
import { ActionLinks, Head } from './head.js';
import { Pages } from './pages.js';
import { Table } from './table.js';
import { MOST_TICKED, Ticked } from './ticked.js';
import { TriedLine } from './tried.js';

interface ListProps {
  resource: {
    id: string;
    resourceActions: { name: string; custom: unknown }[];
  };
  action: { custom: unknown };
}

/** A section; another one begins anew, with nothing ticked. */
export default function List(props: ListProps): ReactNode {
  return <Section key={props.resource.id} {...props} />;
}

/** Search, filters, the table and its pages; everything it shows but the ticks stands in the address. */
function Section({ resource, action }: ListProps): ReactNode {
  const view = action.custom as ListView;
  const { search } = useLocation();
  // another one whenever rows have been changed from here: the list is read anew
  const [turn, setTurn] = useState(0);
  const { data, error, loading } = useData<ListAnswer>(
    dataAddress(resource.id, 'actions', 'list') + search,
    String(turn),
  );
  const [ticked, setTicked] = useState<ReadonlyMap<string, RecordView>>(new Map());
  const records = data?.records ?? [];
  // rows that were ticked on another page stay ticked
  const mayTick =
    ticked.size > 0 ||
    turn > 0 ||
    records.some(({ recordActions }) => recordActions.some(({ custom }) => (custom as FormView).many));
  const tick = (change: (now: Map<string, RecordView>) => void) =>
    setTicked((old) => {
      const now = new Map(old);
      change(now);
      return now.size > MOST_TICKED ? old : now;
    });
  const ticks = {
    ids: new Set(ticked.keys()),
    toggle: (record: RecordView) => tick((now) => void (now.delete(record.id) || now.set(record.id, record))),
    all: () =>
      tick((now) => {
        const whole = records.every(({ id }) => now.has(id));
        for (const record of records) {
          if (whole) now.delete(record.id);
          else now.set(record.id, record);
        }
      }),
  };
  const excel = new URLSearchParams(search);
  for (const name of ['page', 'perPage']) excel.delete(name);

  const at = (change: Record<string, string>) => {
    const query = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) query.set(name, value);
    return `${address(resource.id)}?${query}`;
  };

  const heading = (column: ColumnView) => {
    if (!column.sort || !data) return column.label;
    const mine = data.meta.sortBy === column.name;
    const descending = mine && data.meta.direction === 'desc';
    const direction = mine && !descending ? 'desc' : 'asc';
    return (
      <Link to={at({ sortBy: column.name, direction, page: '1' })} title="Упорядочить">
        {column.label}
        <span aria-hidden="true">{mine ? (descending ? ' ↓' : ' ↑') : ''}</span>
      </Link>
    );
  };

  return (
    <main className="k-page" aria-busy={loading}>
      <Head title={view.label} crumbs={[]}>
        <ActionLinks resource={resource.id} actions={resource.resourceActions} />
        <a className="k-button" href={`/admin/excel/${resource.id}?${excel}`}>
          Скачать в Excel
        </a>
      </Head>
      <Filters resource={resource.id} view={view} />
      {error && (
        <p className="k-message" data-tone="bad" role="alert">
          {error}
        </p>
      )}
      {!error && mayTick && (
        <Ticked
          resource={resource.id}
          records={[...ticked.values()]}
          done={(left) => {
            setTicked(new Map(left.map((record) => [record.id, record])));
            setTurn((old) => old + 1);
          }}
        />
      )}
      {!error && data && data.records.length === 0 && (
        <p className="k-empty">
          {data.meta.total > 0 ? (
            <Link to={at({ page: String(Math.ceil(data.meta.total / data.meta.perPage)) })}>
              Такой страницы уже нет, показать последнюю
            </Link>
          ) : search.includes('filters.') ? (
            'Ничего не найдено'
          ) : (
            'Здесь пока ничего нет'
          )}
        </p>
      )}
      {!error && data && data.records.length > 0 && (
        <>
          <TriedLine meta={data.meta} />
          <Table
            caption={view.label}
            resource={resource.id}
            columns={view.columns}
            records={data.records}
            heading={heading}
            ticks={mayTick ? ticks : undefined}
            sorted={{ by: data.meta.sortBy, direction: data.meta.direction }}
          />
          <Pages meta={data.meta} to={(page) => at({ page: String(page) })} />
        </>
      )}
    </main>
  );
}
