import type { StaffRole } from '../person.js';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { Head } from './head.js';
import { Seek } from './seek.js';
import { usePerson } from './store.js';

const ROLES: Record<StaffRole, string> = {
  operator: 'оператор',
  dispatcher: 'диспетчер',
  accountant: 'бухгалтер',
  moderator: 'модератор',
  administrator: 'администратор',
};

/** The search over everything, who is signed in, and the way out. */
export default function TopBar({ toggleSidebar }: { toggleSidebar: () => void }) {
  const { title, role } = usePerson();
  const refused = useRefused();
  return (
    <>
      <header className="k-top" role="banner">
        <button type="button" className="k-burger" onClick={toggleSidebar}>
          Меню
        </button>
        <Seek />
        <a className="k-person" href="/staff/password" title="Сменить свой пароль">
          {title}, {ROLES[role]}
        </a>
        <a href="/office/help">Помощь</a>
        <form method="post" action="/admin/sign-out">
          <button className="k-button">Выйти</button>
        </form>
      </header>
      {refused !== undefined && (
        <main className="k-page k-refused">
          <Head title={refused} crumbs={[]} />
          <p>
            Выберите раздел в меню или вернитесь <Link to="/admin">на главную панели</Link>.
          </p>
        </main>
      )}
    </>
  );
}

/** Why the server has not answered with the page of this address (admin-page.ts); gone at the first step elsewhere. */
function useRefused(): string | undefined {
  const { key } = useLocation();
  const [first] = useState(key);
  const refused = key === first ? document.body.dataset['refused'] : undefined;
  useEffect(() => {
    if (refused === undefined) delete document.body.dataset['refused'];
  }, [refused]);
  return refused;
}
