import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { ColumnView, ListAnswer, ListView } from '../view.js';
import { address, dataAddress, useData } from './api.js';
import { Filters } from './filters.js';
import { ActionLinks, Head } from './head.js';
import { Pages } from './pages.js';
import { Table } from './table.js';

interface ListProps {
  resource: { id: string; resourceActions: { name: string; custom: unknown }[] };
  action: { custom: unknown };
}

/** A section: search, filters, the table and its pages; everything it shows stands in the address. */
export default function List({ resource, action }: ListProps): ReactNode {
  const view = action.custom as ListView;
  const { search } = useLocation();
  const { data, error, loading } = useData<ListAnswer>(dataAddress(resource.id, 'actions', 'list') + search);
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
      </Head>
      <Filters key={resource.id} resource={resource.id} view={view} />
      {error && (
        <p className="k-message" data-tone="bad" role="alert">
          {error}
        </p>
      )}
      {!error && data && data.records.length === 0 && (
        <p className="k-empty">
          {search.includes('filters.') ? 'Ничего не найдено' : 'Здесь пока ничего нет'}
        </p>
      )}
      {!error && data && data.records.length > 0 && (
        <>
          <Table
            caption={view.label}
            resource={resource.id}
            columns={view.columns}
            records={data.records}
            heading={heading}
            sorted={{ by: data.meta.sortBy, direction: data.meta.direction }}
          />
          <Pages meta={data.meta} to={(page) => at({ page: String(page) })} />
        </>
      )}
    </main>
  );
}
