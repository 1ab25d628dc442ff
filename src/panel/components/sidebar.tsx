import { Fragment, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import type { MenuView } from '../view.js';
import { useData } from './api.js';
import { counted } from './pages.js';
import { useCompany, useSections } from './store.js';

const NOTHING: MenuView = { counters: {}, work: [] };

/** The menu: at the side where there is room, over the page on a phone. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): ReactNode {
  const company = useCompany();
  const sections = useSections();
  // counted anew at each step: whoever has just done something sees one less
  const { key } = useLocation();
  const { data: { counters, work } = NOTHING } = useData<MenuView>('/admin/api/menu', key);
  const ofLists = new Set(sections.flatMap(({ list }) => list.group ?? []));
  const ofWork = new Set(work.flatMap(({ group }) => (group && !ofLists.has(group) ? group : [])));
  const groups = [...ofWork, ...ofLists];
  const workOf = (wanted: string) =>
    work
      .filter(({ group }) => group === wanted)
      .map(({ path, title, count, urgent }) => (
        <a key={path} href={path}>
          {title}
          {!!count && <Count count={count} urgent={urgent} />}
        </a>
      ));
  return (
    <nav className="k-side" data-open={isVisible} aria-label="Разделы">
      <p className="k-logo">{company}</p>
      {workOf('')}
      <NavLink to="/admin" end>
        Сводка
      </NavLink>
      {groups.map((group) => (
        <Fragment key={group}>
          <h2 className="k-group">{group}</h2>
          {workOf(group)}
          {sections
            .filter(({ list }) => list.group === group)
            .map(({ id, list }) => (
              <NavLink key={id} to={`/admin/resources/${id}`}>
                {list.label}
                {!!counters[id] && <Count count={counters[id]} />}
              </NavLink>
            ))}
        </Fragment>
      ))}
    </nav>
  );
}

function Count({ count, urgent = 0 }: { count: number; urgent?: number }) {
  return (
    <span className="k-count" data-urgent={urgent > 0 || undefined}>
      <span className="k-hidden">ждут: </span>
      {counted(count)}
      {urgent > 0 && <span className="k-hidden">, горит: {counted(urgent)}</span>}
    </span>
  );
}
