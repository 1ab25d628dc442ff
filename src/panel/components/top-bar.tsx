import type { StaffRole } from '../person.js';
import { usePerson } from './store.js';

const ROLES: Record<StaffRole, string> = {
  operator: 'оператор',
  accountant: 'бухгалтер',
  administrator: 'администратор',
};

/** Who is signed in, and the way out. */
export default function TopBar({ toggleSidebar }: { toggleSidebar: () => void }) {
  const { title, role } = usePerson();
  return (
    <header className="k-top" role="banner">
      <button type="button" className="k-burger" onClick={toggleSidebar}>
        Меню
      </button>
      <span className="k-person">
        {title}, {ROLES[role]}
      </span>
      <form method="post" action="/admin/sign-out">
        <button className="k-button">Выйти</button>
      </form>
    </header>
  );
}
