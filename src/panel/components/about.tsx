import type { ReactNode } from 'react';
import type { ColumnView, RecordView } from '../view.js';
import { Cell } from './table.js';

/** Whom and what the form concerns, as the list shows it: a number alone is easily mistaken for another. */
export function About({ columns, record }: { columns: ColumnView[]; record: RecordView }): ReactNode {
  const told = columns.filter(({ name }) => typeof record.params[name] === 'string');
  return (
    <dl className="k-about">
      {told.map((column) => (
        <div key={column.name}>
          <dt>{column.label}</dt>
          <dd>
            <Cell column={column} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
