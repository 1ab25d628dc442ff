import { type ReactNode, useState } from 'react';
import type { HistoryView } from '../view.js';
import { dataAddress, useData } from './api.js';
import { PlainTable } from './plain-table.js';

const HEAD = ['Когда', 'Кто', 'Что сделано', 'Подробности'];

/** «История»: what the journal holds about a record, the newest first, older lines when they are asked for. */
export function History({ resource, id }: { resource: string; id: string }): ReactNode {
  const [older, setOlder] = useState<HistoryView['rows']>([]);
  const [before, setBefore] = useState('');
  const { data, error, loading } = useData<HistoryView>(
    `${dataAddress(resource, 'records', id, 'history')}${before && `?before=${before}`}`,
  );
  const rows = [...older, ...(loading ? [] : (data?.rows ?? []))];
  return (
    <section className="k-card k-history" aria-label="История" aria-busy={loading}>
      <h2>История</h2>
      {error && (
        <p className="k-message" data-tone="bad">
          {error}
        </p>
      )}
      {!loading && !error && rows.length === 0 && <p className="k-none">Пока ничего не меняли</p>}
      {rows.length > 0 && <PlainTable head={HEAD} rows={rows} empty="—" />}
      {!loading && data?.more && (
        <button
          type="button"
          className="k-button"
          onClick={() => {
            setOlder(rows);
            setBefore(data.more!);
          }}
        >
          Показать более ранние
        </button>
      )}
    </section>
  );
}
