/** Style variables of the company's accent colour, with text on it that can be read (WCAG 2.2, 1.4.3). */
export function accentStyle(accent: string): string {
  const onAccent = contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#1b2733';
  const onPaper = readable(accent, '#ffffff', '#000000');
  const onNight = readable(accent, '#16202a', '#ffffff');
  return (
    `:root{--accent:${accent};--on-accent:${onAccent};--link:${onPaper}}` +
    `@media (prefers-color-scheme:dark){:root{--link:${onNight}}}`
  );
}

/** The contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself, or a mix with `towards` that has contrast 4.5 (5 for safety) on the ground. */
function readable(color: string, ground: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, ground) >= 5) {
      return mixed;
    }
  }
  return towards;
}

function mix(a: string, b: string, share: number): string {
  const [from, to] = [channels(a), channels(b)];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? value) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}
