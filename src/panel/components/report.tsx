import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import type { PanelReport } from '../declaration.js';
import { dataAddress, useData } from './api.js';
import { PlainTable } from './plain-table.js';

const EVERY_MS = 1000;

/** How far a long work is and what came of it: asked for again while it goes on. */
export function Report({ resource, id }: { resource: string; id: string }): ReactNode {
  const [turn, setTurn] = useState(0);
  const { data, error, loading } = useData<PanelReport>(
    dataAddress(resource, 'records', id, 'report'),
    String(turn),
  );
  const busy = !!data?.busy;
  const wasBusy = useRef(false);
  const { pathname } = useLocation();
  const navigate = useNavigate();

  useEffect(() => {
    if (loading || (!busy && !error)) return undefined;
    wasBusy.current = busy || wasBusy.current;
    const timer = setTimeout(() => setTurn((old) => old + 1), error ? EVERY_MS * 5 : EVERY_MS);
    return () => clearTimeout(timer);
  }, [busy, error, loading, turn]);

  // the record's own values and what may be done with it are others now
  useEffect(() => {
    if (data && !busy && wasBusy.current) navigate(pathname, { replace: true });
  }, [data, busy, pathname, navigate]);

  if (!data) return error ? <p className="k-message">{error}</p> : null;
  const { progress, message, lines = [], tables = [], downloads = [], links = [] } = data;
  return (
    <section className="k-card k-report" aria-label="Ход и итог" aria-live="polite" aria-busy={busy}>
      {progress && <Progress {...progress} />}
      {message && (
        <p className="k-message" data-tone={message.tone}>
          {message.text}
        </p>
      )}
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {downloads.length + links.length > 0 && (
        <div className="k-buttons">
          {links.map(({ label, to }, index) => {
            const look = { className: 'k-button', 'data-kind': index === 0 ? 'main' : 'plain' };
            // pages of the office are none of the panel's
            return to.startsWith('/admin/') ? (
              <Link key={to} {...look} to={to}>
                {label}
              </Link>
            ) : (
              <a key={to} {...look} href={to}>
                {label}
              </a>
            );
          })}
          {downloads.map(({ label, url }) => (
            <a key={url} className="k-button" data-kind={links.length ? 'plain' : 'main'} href={url} download>
              {label}
            </a>
          ))}
        </div>
      )}
      {tables.map((table) => (
        <Rows key={table.caption} table={table} />
      ))}
    </section>
  );
}

function Progress({ done, goal, text }: NonNullable<PanelReport['progress']>) {
  return (
    <label className="k-progress">
      <span>{text}</span>
      <progress max={Math.max(1, goal)} value={goal > 0 ? Math.min(done, goal) : undefined} />
    </label>
  );
}

function Rows({ table }: { table: NonNullable<PanelReport['tables']>[number] }) {
  return (
    <div className="k-scroll">
      <PlainTable {...table} />
    </div>
  );
}
