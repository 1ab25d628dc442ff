import { useEffect, useState, type ReactNode } from 'react';
import { SIGNED_OUT } from './api.js';

/** Says that the session has ended without losing what has been typed on the page below. */
export default function SessionWatch(): ReactNode {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const show = () => setOver(true);
    window.addEventListener(SIGNED_OUT, show);
    return () => window.removeEventListener(SIGNED_OUT, show);
  }, []);
  if (!over) return null;
  return (
    <div className="k-over" role="alert">
      <p>
        <strong>Сеанс закончился, войдите снова.</strong> То, что вы набрали на странице, останется:{' '}
        <a href="/staff/login" target="_blank" rel="noreferrer">
          войдите в новой вкладке
        </a>{' '}
        и повторите.
      </p>
      <button type="button" className="k-button" onClick={() => setOver(false)}>
        Закрыть
      </button>
    </div>
  );
}
