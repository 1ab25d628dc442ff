import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { address } from './api.js';
import { useCompany } from './store.js';

interface HeadProps {
  title: string;
  /** The way back below «Сегодня»: labels with addresses. */
  crumbs?: { label: string; to: string }[];
  children?: ReactNode;
}

/** The top of every page: the way back, the only h1, buttons, and what has just been done. */
export function Head({ title, crumbs, children }: HeadProps): ReactNode {
  const company = useCompany();
  const flash = (useLocation().state as { flash?: string } | null)?.flash;
  useEffect(() => {
    document.title = `${title} — ${company}`;
  }, [title, company]);

  return (
    <header className="k-head">
      {crumbs && (
        <nav aria-label="Где вы" className="k-crumbs">
          <a href="/office">Сегодня</a>
          {crumbs.map(({ label, to }) => (
            <Link key={to} to={to}>
              {label}
            </Link>
          ))}
        </nav>
      )}
      <div className="k-title">
        <h1>{title}</h1>
        <div className="k-buttons">{children}</div>
      </div>
      {flash && (
        <p className="k-message" data-tone="good" role="status">
          {flash}
        </p>
      )}
    </header>
  );
}

interface ActionLinksProps {
  resource: string;
  recordId?: string;
  actions: { name: string; custom: unknown }[];
}

/** Buttons that lead to the forms of the allowed actions. */
export function ActionLinks({ resource, recordId, actions }: ActionLinksProps): ReactNode {
  const named = actions.filter(({ name }) => name !== 'list' && name !== 'show');
  return named.map(({ name, custom }) => {
    const { label, danger } = custom as { label: string; danger: boolean };
    const path = recordId ? ['records', recordId, name] : ['actions', name];
    return (
      <Link
        key={name}
        className="k-button"
        data-kind={danger ? 'danger' : 'plain'}
        to={address(resource, ...path)}
      >
        {label}
      </Link>
    );
  });
}
