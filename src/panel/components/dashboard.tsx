import { type ReactNode, useEffect } from 'react';

/** AdminJS wants a first page; whoever steps back to it in the browser is led to «Сегодня», as the server does. */
export default function Dashboard(): ReactNode {
  useEffect(() => {
    if (document.body.dataset['refused'] === undefined) location.replace('/office');
  }, []);
  return null;
}
