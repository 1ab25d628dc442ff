import type { StaffRole } from '../person.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { Head } from './head.js';
import { Keys } from './keys.js';
import { Logo } from './logo.js';
import { Seek } from './seek.js';
import { useCompany, usePerson } from './store.js';

const ROLES: Record<StaffRole, string> = {
  operator: 'оператор',
  dispatcher: 'диспетчер',
  accountant: 'бухгалтер',
  moderator: 'модератор',
  administrator: 'администратор',
};

/** The head of the office: the way to its first page, the search over everything, who is signed in, and the way out. */
export default function TopBar({ toggleSidebar }: { toggleSidebar: () => void }) {
  const company = useCompany();
  const { title, role } = usePerson();
  const refused = useRefused();
  const own = useClosedFromOutside();
  return (
    <>
      <header className="k-top" role="banner">
        <a className="k-brand" href="/office">
          <Logo />
          <span>{company}</span>
        </a>
        <Seek />
        <div className="k-me">
          <details className="k-person" ref={own}>
            <summary>
              {title}, {ROLES[role]}
            </summary>
            <ul>
              <li>
                <a href="/staff/password">Сменить пароль</a>
              </li>
              <li>
                <a href="/staff/second-factor">Вход с кодом из приложения</a>
              </li>
              <li>
                <a href="/staff/passkeys">Ключи доступа</a>
              </li>
            </ul>
          </details>
          <a href="/office/help">Помощь</a>
          <Keys />
          <form method="post" action="/admin/sign-out">
            <button className="k-plain">Выйти</button>
          </form>
        </div>
        <button type="button" className="k-burger" onClick={toggleSidebar}>
          Меню
        </button>
      </header>
      {refused !== undefined && (
        <main className="k-page k-refused">
          <Head title={refused} crumbs={[]} />
          <p>
            Выберите раздел в меню или вернитесь <a href="/office">на главную</a>.
          </p>
        </main>
      )}
    </>
  );
}

/** A menu that a click beside it closes. */
function useClosedFromOutside(): RefObject<HTMLDetailsElement> {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = ({ target }: MouseEvent) => {
      if (menu.current && !menu.current.contains(target as Node)) menu.current.open = false;
    };
    document.addEventListener('click', close);
    return () => document.removeEventListener('click', close);
  }, []);
  return menu;
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
