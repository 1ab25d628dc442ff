import { useEffect } from 'react';

/**
 * Asks before somebody leaves what would be lost: by a link of the panel, by closing the page or reading it anew. The
 * browser asks in words of its own.
 */
export function useLeaving(question: string | undefined): void {
  useEffect(() => {
    if (question === undefined) return undefined;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a[href]');
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.hasAttribute('target');
      if (!link || elsewhere) return;
      if (window.confirm(question)) {
        // the link may lead out of the panel, and the browser would ask once more
        window.removeEventListener('beforeunload', unload);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', unload);
    // before the router hears of it
    document.addEventListener('click', click, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', unload);
      document.removeEventListener('click', click, { capture: true });
    };
  }, [question]);
}
