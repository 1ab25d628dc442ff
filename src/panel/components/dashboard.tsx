import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { BoardView, DashboardView } from '../view.js';
import { useData } from './api.js';
import { Head } from './head.js';
import { counted } from './pages.js';

/** «Что ждёт сегодня»: numbers, each of which opens the list it was counted from. */
export default function Dashboard(): ReactNode {
  const { data, error, loading } = useData<DashboardView>('/admin/api/dashboard');
  const urgent = data?.boards.filter(isUrgent) ?? [];
  const others = data?.boards.filter((board) => !isUrgent(board)) ?? [];
  return (
    <main className="k-page" aria-busy={loading}>
      <Head title="Что ждёт сегодня" />
      {error && (
        <p className="k-message" data-tone="bad" role="alert">
          {error}
        </p>
      )}
      {data?.notices.map(({ what, more, button, href }) => (
        <p key={what} className="k-message" data-tone="wait">
          <strong>{what}</strong>: {more}. <a href={href}>{button}</a>
        </p>
      ))}
      {urgent.map((board) => (
        <Board key={board.title} board={board} />
      ))}
      <ul className="k-cards">
        {data?.cards.map(({ label, count, tone, href }) => (
          <li key={label}>
            <Link to={href} className="k-card">
              <strong data-tone={count ? (tone ?? 'plain') : 'muted'}>{counted(count)}</strong>
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      {others.map((board) => (
        <Board key={board.title} board={board} />
      ))}
    </main>
  );
}

function isUrgent({ rows }: BoardView): boolean {
  return rows.some(({ tone }) => tone === 'bad');
}

function Board({ board }: { board: BoardView }) {
  return (
    <section className="k-card k-board">
      <h2>{board.title}</h2>
      <dl>
        {board.rows.map(({ label, lines, warning, tone = 'wait' }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {tone === 'bad' && warning && <Warning tone={tone} text={warning} />}
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
              {tone !== 'bad' && warning && <Warning tone={tone} text={warning} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Warning({ tone, text }: { tone: string; text: string }) {
  return (
    <p className="k-message" data-tone={tone}>
      {text}
    </p>
  );
}
