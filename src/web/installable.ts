import type { Config } from '../core/config.js';
import { createHash } from 'node:crypto';

/** Of the icon in `public`, which stands for the accent colour of the company. */
const DRAWN_IN = '#0a6273';

/** What a phone needs to keep the portal beside its other programs (W3C Web Application Manifest). */
export function manifest({ company }: Config, url: (name: string) => string): string {
  const icon = (size: number, purpose: string) => ({
    src: url(`icons/${purpose === 'any' ? 'icon' : purpose}-${size}.png`),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return JSON.stringify({
    id: '/',
    name: `Личный кабинет ${company.name}`,
    short_name: 'Кабинет',
    lang: 'ru',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f4f7f8',
    theme_color: '#ffffff',
    icons: [
      { src: url('icon.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      icon(192, 'any'),
      icon(512, 'any'),
      icon(512, 'maskable'),
    ],
    shortcuts: [
      { name: 'Передать показания', url: '/services/readings' },
      { name: 'Распечатать квитанцию', url: '/services/receipt' },
      { name: 'Отправить заявку', url: '/services/request' },
    ],
  });
}

/** The icon in the company's colour. */
export function iconIn(accent: string, drawn: string): string {
  return drawn.replaceAll(DRAWN_IN, accent);
}

/** The service worker, told which files belong to the shell; another text with each version of them. */
export function serviceWorker({ company }: Config, url: (name: string) => string, source: string): string {
  const files = ['app.css', 'accent.css', 'app.js', 'js/offline.js', 'icon.svg'].map(url);
  const name = createHash('sha256')
    .update(JSON.stringify([files, company.name, company.phone]))
    .digest('hex')
    .slice(0, 12);
  return `const SHELL = ${JSON.stringify({ name: `shell-${name}`, files, offline: '/offline' })};\n${source}`;
}
