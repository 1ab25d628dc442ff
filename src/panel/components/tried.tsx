import type { ReactNode } from 'react';
import type { ListAnswer } from '../view.js';

/** What a list shows instead of what was typed, and why; the same words as the one search of the office says. */
export function triedText({ tried }: ListAnswer['meta']): string {
  if (!tried) return '';
  return tried.why === 'layout'
    ? `Показали «${tried.text}»: похоже, включена английская раскладка.`
    : `Точно так не нашли. Показали «${tried.text}».`;
}

/** The same above a list. */
export function TriedLine({ meta }: { meta: ListAnswer['meta'] }): ReactNode {
  const text = triedText(meta);
  return (
    text !== '' && (
      <p className="k-message" role="status">
        {text}
      </p>
    )
  );
}
