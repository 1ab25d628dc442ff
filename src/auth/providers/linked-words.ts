import type { LinkedProfile } from './identities.service.js';

/** Profiles that open a cabinet as pages and letters tell of them; undefined when there is none. */
export interface LinkedWords {
  readonly profiles: readonly LinkedProfile[];
  /** «VK ID и Яндекс ID», on a page and in a letter. */
  readonly said: string;
  readonly plain: string;
  readonly several: boolean;
}

/** Puts profiles into words. */
export function linkedWords(profiles: readonly LinkedProfile[]): LinkedWords | undefined {
  if (profiles.length === 0) return undefined;
  return {
    profiles,
    said: together(profiles.map(({ said }) => said)),
    plain: together(profiles.map(({ plain }) => plain)),
    several: profiles.length > 1,
  };
}

function together(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} и ${words.at(-1)}`;
}
