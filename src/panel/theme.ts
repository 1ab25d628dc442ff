import type { BrandingOptions } from 'adminjs';
import { contrast } from '../web/accent.js';

const WHITE = '#ffffff';
const INK = '#1b2733';

/** For text, WCAG 2.2, 1.4.3. */
const ENOUGH = 4.5;

/** AdminJS' own colours and fonts in the company's accent, for the little that is not ours. */
export function theme(accent: string): BrandingOptions['theme'] {
  return {
    colors: {
      primary100: accent,
      primary80: mix(accent, 0.2),
      primary60: mix(accent, 0.4),
      primary40: mix(accent, 0.6),
      primary20: mix(accent, 0.85),
      accent,
      hoverBg: mix(accent, 0.9),
      text: INK,
      bg: '#f4f7f8',
    },
  };
}

/** Custom properties for panel.css. */
export function variables(accent: string): string {
  const readable = contrast(accent, WHITE) >= ENOUGH;
  const link = readable ? accent : INK;
  return `:root{--accent:${accent};--on-accent:${readable ? WHITE : INK};--link:${link};--accent-pale:${mix(accent, 0.9)}}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function mix(colour: string, white: number): string {
  const mixed = channels(colour).map((channel) => Math.round(channel + (255 - channel) * white));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
