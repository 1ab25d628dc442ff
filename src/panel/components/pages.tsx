import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { ListAnswer } from '../view.js';

interface PagesProps {
  meta: ListAnswer['meta'];
  to: (page: number) => string;
}

/** The server counts no further (records.ts): one more means «there are more». */
const MOST_COUNTED = 10_000;

/** A number of records as people read it. */
export function counted(total: number): string {
  return `${total > MOST_COUNTED ? 'больше ' : ''}${Math.min(total, MOST_COUNTED).toLocaleString('ru-RU')}`;
}

/** «1–25 из 60» and the way to the other pages. */
export function Pages({ meta: { total, page, perPage }, to }: PagesProps): ReactNode {
  const last = Math.max(1, Math.ceil(total / perPage));
  const first = (page - 1) * perPage + 1;
  const near = [...new Set([1, page - 1, page, page + 1, last])].filter((one) => one >= 1 && one <= last);
  const number = (value: number) => value.toLocaleString('ru-RU');

  return (
    <nav className="k-pages" aria-label="Страницы списка">
      <span>
        {number(first)}–{number(total > MOST_COUNTED ? page * perPage : Math.min(total, page * perPage))}
        {total > MOST_COUNTED ? ', всего ' : ' из '}
        {counted(total)}
      </span>
      {last > 1 && (
        <ul>
          {near.map((one, index) => (
            <li key={one}>
              {index > 0 && one - near[index - 1]! > 1 && <span aria-hidden="true">… </span>}
              <Link
                to={to(one)}
                aria-current={one === page ? 'page' : undefined}
                aria-label={`Страница ${one}`}
              >
                {number(one)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}
