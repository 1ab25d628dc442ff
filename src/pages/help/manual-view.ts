import type { Assets } from '../../web/assets.js';
import { plural } from '../../text/russian.js';
import type { HelpSection } from './help-text.js';
import type { Manual } from './manual.js';

/** Sections as pages show them: pictures with their addresses and their size, so that nothing jumps. */
export function shownSections(
  manual: Manual,
  sections: readonly HelpSection[],
  assets: Assets,
  width: number,
): object[] {
  return sections.map((section) => ({
    ...section,
    steps: section.steps.map((step) => {
      const known = step.picture && manual.pictures.get(step.picture.file);
      return {
        ...step,
        numbered: /^\d/.test(step.heading),
        picture: known && {
          alt: step.picture.alt,
          src: assets.url(`${manual.folder}/${step.picture.file}`),
          width,
          height: Math.round((width * known.height) / known.width),
        },
      };
    }),
  }));
}

/** How much was found, in words, and by which words instead; `otherwise` is what to do where nothing was. */
export function foundWords(
  words: string,
  sections: readonly HelpSection[],
  tried: string | undefined,
  otherwise: string,
): string {
  const count = sections.reduce((sum, { steps }) => sum + steps.length, 0);
  return count === 0
    ? `По запросу «${words}» ничего не нашлось. ${otherwise}`
    : `${tried === undefined ? '' : `По запросу «${words}» ничего не нашлось. `}По запросу «${tried ?? words}»: ${count}\u00A0${plural(count, 'ответ', 'ответа', 'ответов')}.`;
}
