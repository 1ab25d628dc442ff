import { Fragment, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import type { CountersView } from '../view.js';
import { useData } from './api.js';
import { counted } from './pages.js';
import { useCompany, useSections } from './store.js';

/** The menu: at the side where there is room, over the page on a phone. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): ReactNode {
  const company = useCompany();
  const sections = useSections();
  // counted anew at each step: whoever has just done something sees one less
  const { key } = useLocation();
  const { data: counters = {} } = useData<CountersView>('/admin/api/counters', key);
  const groups = [...new Set(sections.flatMap(({ list }) => list.group ?? []))];
  return (
    <nav className="k-side" data-open={isVisible} aria-label="Разделы">
      <p className="k-logo">{company}</p>
      <NavLink to="/admin" end>
        Сегодня
      </NavLink>
      {groups.map((group) => (
        <Fragment key={group}>
          <h2 className="k-group">{group}</h2>
          {sections
            .filter(({ list }) => list.group === group)
            .map(({ id, list }) => (
              <NavLink key={id} to={`/admin/resources/${id}`}>
                {list.label}
                {!!counters[id] && (
                  <span className="k-count">
                    <span className="k-hidden">ждут: </span>
                    {counted(counters[id])}
                  </span>
                )}
              </NavLink>
            ))}
        </Fragment>
      ))}
    </nav>
  );
}
