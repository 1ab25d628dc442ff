import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { FormView, ListAnswer, RecordView, RelatedView, ShowView } from '../view.js';
import { address, dataAddress, useData } from './api.js';
import { ActionLinks, Head } from './head.js';
import { History } from './history.js';
import { counted } from './pages.js';
import { Report } from './report.js';
import { useSections } from './store.js';
import { Cell, Table } from './table.js';

interface ShowProps {
  resource: { id: string };
  action: { custom: unknown };
  record: RecordView;
}

/** A record: its values, what may be done with it, and the records that point at it. */
export default function Show({ resource, action, record }: ShowProps): ReactNode {
  const view = action.custom as ShowView;
  const sections = useSections();
  const related = view.related.filter(({ resource: id }) => sections.some((section) => section.id === id));
  return (
    <main className="k-page">
      <Head title={record.title} crumbs={[{ label: view.label, to: address(resource.id) }]}>
        {view.desk && (
          <a className="k-button" data-kind="main" href={`${view.desk.path}${record.id}`}>
            {view.desk.label}
          </a>
        )}
        <ActionLinks resource={resource.id} recordId={record.id} actions={record.recordActions} />
      </Head>
      {view.report && <Report resource={resource.id} id={record.id} />}
      <div className="k-record">
        <dl className="k-card k-values">
          {view.columns.map((column) => (
            <div key={column.name}>
              <dt>{column.label}</dt>
              <dd data-type={column.type}>
                <Cell column={column} record={record} />
              </dd>
            </div>
          ))}
        </dl>
        {related.length > 0 && (
          <div className="k-beside">
            {related.map((list) => (
              <Related key={list.label} list={list} id={record.id} />
            ))}
          </div>
        )}
      </div>
      {view.history && <History resource={resource.id} id={record.id} />}
    </main>
  );
}

const SHOWN = 10;

function Related({ list, id }: { list: RelatedView; id: string }) {
  const query = `filters.${list.by}~~id=${id}`;
  const { data, error } = useData<ListAnswer>(
    `${dataAddress(list.resource, 'actions', 'list')}?${query}&perPage=${SHOWN}`,
  );
  const beside = (record: RecordView) =>
    record.recordActions.filter(({ name, custom }) => name === 'show' || !(custom as FormView).ownPage);
  const acts = (record: RecordView) => beside(record).some(({ name }) => name !== 'show');
  return (
    <section className="k-card" aria-label={list.label}>
      <h2>
        {list.label} {data && <span className="k-count">{counted(data.meta.total)}</span>}
      </h2>
      {error && (
        <p className="k-message" data-tone="bad">
          {error}
        </p>
      )}
      {data && data.records.length === 0 && <p className="k-none">Нет</p>}
      {data && data.records.length > 0 && (
        <Table
          caption={list.label}
          resource={list.resource}
          columns={list.columns}
          records={data.records}
          after={
            data.records.some(acts)
              ? (record) => (
                  <ActionLinks resource={list.resource} recordId={record.id} actions={beside(record)} />
                )
              : undefined
          }
        />
      )}
      {data && data.meta.total > SHOWN && <Link to={`${address(list.resource)}?${query}`}>Показать все</Link>}
    </section>
  );
}
