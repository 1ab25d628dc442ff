import type { ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import type { MenuView, Waiting } from '../view.js';
import { useData } from './api.js';
import { counted } from './pages.js';
import { useSections } from './store.js';

const NOTHING: MenuView = { counters: {}, work: [] };

/** The menu, the same as that of the office: at the side where there is room, over the page on a phone. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): ReactNode {
  const sections = useSections();
  // counted anew at each step: whoever has just done something sees one less
  const { key, pathname } = useLocation();
  const { data: { counters, work } = NOTHING } = useData<MenuView>('/admin/api/menu', key);
  const here = pathname.split('/')[3];
  const ofLists = new Set(sections.flatMap(({ list }) => list.group ?? []));
  const ofWork = new Set(work.flatMap(({ group }) => (group && !ofLists.has(group) ? group : [])));
  const workOf = (wanted: string) => work.filter(({ group }) => group === wanted);
  const listsOf = (wanted: string) => sections.filter(({ list }) => list.group === wanted);
  return (
    <nav className="k-side" data-open={isVisible} aria-label="Разделы">
      <Work lines={workOf('')} />
      {[...ofWork, ...ofLists].map((group) => {
        const lists = listsOf(group);
        const waiting: Partial<Waiting>[] = [...workOf(group), ...lists.map(({ id }) => counters[id] ?? {})];
        return (
          <details key={group} className="k-group" open={lists.some(({ id }) => id === here)}>
            <summary>
              {group}
              <Count
                count={sum(waiting.map(({ count = 0 }) => count))}
                urgent={sum(waiting.map(({ urgent = 0 }) => urgent))}
                more={workOf(group).some((line) => line.more)}
              />
            </summary>
            <Work lines={workOf(group)} />
            {lists.map(({ id, list }) => (
              <NavLink key={id} to={`/admin/resources/${id}`}>
                {list.label}
                <Count {...counters[id]} />
              </NavLink>
            ))}
          </details>
        );
      })}
    </nav>
  );
}

/** Lines that lead to pages of the office. */
function Work({ lines }: { lines: MenuView['work'] }): ReactNode {
  return lines.map(({ path, title, ...waiting }) => (
    <a key={path} href={path}>
      {title}
      <Count {...waiting} />
    </a>
  ));
}

/** How much waits there; nothing where nothing does. */
function Count({
  count = 0,
  urgent = 0,
  more = false,
}: {
  count?: number;
  urgent?: number;
  more?: boolean;
}): ReactNode {
  if (count === 0) return null;
  return (
    <span className="k-count" data-urgent={urgent > 0 || undefined}>
      <span className="k-hidden">ждут: </span>
      {counted(count)}
      {more && '+'}
      {urgent > 0 && <span className="k-hidden">, горит: {counted(urgent)}</span>}
    </span>
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
