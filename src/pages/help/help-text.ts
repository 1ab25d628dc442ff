/** What the texts of the help name of the company. */
export interface HelpCompany {
  readonly name: string;
  readonly host: string;
  readonly phone: string;
  readonly site: string;
}

/** A picture of the help: a file beside `pictures.json`, made by the tests. */
interface HelpPicture {
  readonly file: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
}

/** A picture with its size, so that the page does not jump when it comes. */
export interface KnownPicture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** One thing to do, or one answer. */
export interface HelpStep {
  readonly id: string;
  /** «2.1», or a question. */
  readonly heading: string;
  readonly text: readonly string[];
  /** What to do, one after the other. */
  readonly steps?: readonly string[];
  /** Keys, and what they do. */
  readonly keys?: readonly (readonly [key: string, what: string])[];
  readonly picture?: HelpPicture;
  readonly link?: { readonly href: string; readonly text: string };
}

/** A section of the help. */
export interface HelpSection {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly HelpStep[];
}

/** All that is found by words, in one string. */
export function wordsOfStep({ heading, text, steps = [] }: HelpStep, section: string): string {
  return [section, heading, ...text, ...steps].join(' ');
}

/** The pictures of sections, each once. */
export function picturesOf(sections: readonly HelpSection[]): string[] {
  return [...new Set(sections.flatMap(({ steps }) => steps.flatMap(({ picture }) => picture?.file ?? [])))];
}
