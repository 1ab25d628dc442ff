import type { ReactNode } from 'react';
import { triedText } from '../understood.js';
import type { ListAnswer } from '../view.js';

/** What a list shows instead of what was typed, and why; the same words as the one search of the office says. */
export function triedWords({ tried }: ListAnswer['meta']): string {
  return tried ? triedText(tried) : '';
}

/** The same above a list. */
export function TriedLine({ meta }: { meta: ListAnswer['meta'] }): ReactNode {
  const text = triedWords(meta);
  return (
    text !== '' && (
      <p className="k-message" role="status">
        {text}
      </p>
    )
  );
}
