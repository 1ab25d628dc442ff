import type { ReactNode } from 'react';
import { BaseActionComponent, useResource, type ActionJSON, type RecordJSON } from 'adminjs';
import { useLocation, useParams } from 'react-router-dom';
import type { RecordView } from '../view.js';
import { dataAddress, useData } from './api.js';
import { Head } from './head.js';

/** Loads a record and shows its page or the form of one of its actions. */
export default function RecordRoute(): ReactNode {
  const { resourceId = '', recordId = '', actionName = '' } = useParams();
  const resource = useResource(resourceId);
  const path = dataAddress(resourceId, 'records', recordId, 'show');
  // Read anew at each step, so that after an action nobody sees the state before it.
  const { key } = useLocation();
  const { data, error, loading } = useData<{ record: RecordView }>(path, key);
  const record = loading ? undefined : data?.record;
  const action = record?.recordActions.find(({ name }) => name === actionName) as ActionJSON | undefined;

  if (resource && record && action) {
    return (
      <BaseActionComponent
        key={`${path}/${actionName}`}
        resource={resource}
        record={record as unknown as RecordJSON}
        action={action}
      />
    );
  }
  return (
    <main className="k-page" aria-busy={loading}>
      {!loading && (
        <Head title="Такой страницы нет" crumbs={[]}>
          <p>{error ?? 'Это действие сейчас недоступно.'}</p>
        </Head>
      )}
    </main>
  );
}
