import { Fragment, type ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { useCompany, useSections } from './store.js';

/** The menu: at the side where there is room, over the page on a phone. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): ReactNode {
  const company = useCompany();
  const sections = useSections();
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
              </NavLink>
            ))}
        </Fragment>
      ))}
    </nav>
  );
}
