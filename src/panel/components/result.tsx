import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { PanelResult } from '../declaration.js';
import { PlainTable } from './plain-table.js';

/** What an action has brought; it is shown here once and kept nowhere. */
export function Result({ result, home }: { result: PanelResult; home?: string }): ReactNode {
  const { lines = [], words = [], table, copyText, print } = result;
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(copyText!).then(() => setCopied(true));

  return (
    <div className={home ? 'k-card k-result' : 'k-result'}>
      {words.map(({ value, note }) => (
        <p key={value} className="k-word">
          <strong>{value}</strong>
          {note && <span>{note}</span>}
        </p>
      ))}
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {table && (
        <div className="k-scroll">
          <PlainTable {...table} />
        </div>
      )}
      <div className="k-buttons">
        {print && <Print print={print} />}
        {copyText && (
          <button type="button" className="k-button" onClick={copy}>
            {copied ? 'Скопировано' : 'Скопировать'}
          </button>
        )}
        {home && (
          <Link className="k-button" to={home}>
            Готово
          </Link>
        )}
      </div>
    </div>
  );
}

function Print({ print }: { print: NonNullable<PanelResult['print']> }) {
  if (!print.fields) {
    return (
      <a className="k-button" data-kind="main" href={print.url} target="_blank" rel="noreferrer">
        {print.label}
      </a>
    );
  }
  return (
    <form method="post" action={print.url} target="_blank">
      {Object.entries(print.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button className="k-button" data-kind="main">
        {print.label}
      </button>
    </form>
  );
}
