import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { useCompany, useSections } from './store.js';

/** The menu: at the side where there is room, over the page on a phone. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): ReactNode {
  const company = useCompany();
  const sections = useSections().filter(({ list }) => list.menu);
  return (
    <nav className="k-side" data-open={isVisible} aria-label="Разделы">
      <p className="k-logo">{company}</p>
      <NavLink to="/admin" end>
        Сегодня
      </NavLink>
      {sections.map(({ id, list }) => (
        <NavLink key={id} to={`/admin/resources/${id}`}>
          {list.label}
        </NavLink>
      ))}
    </nav>
  );
}
