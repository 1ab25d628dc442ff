import type { Page } from '../web/page.js';
import type { PanelPerson } from './person.js';

/** What somebody asks a page of the panel for. */
export interface PanelQuestion {
  params: Record<string, string>;
  query: URLSearchParams;
  form: Record<string, unknown>;
}

/** A page, a picture to look at, a file to save; undefined when there is none. */
export type PanelAnswer =
  Page | { bytes: Buffer; type: string } | { path: string; name: string; type: string } | undefined;

/** A page below `/admin` that is no action of a resource, such as a sheet to print. */
export interface PanelPage {
  method: 'get' | 'post';
  path: string;
  /** Whoever may do this may open it. */
  right: readonly [resource: string, action: string];
  /** Of a posted form. */
  maxBytes?: number;
  answer(question: PanelQuestion, person: PanelPerson): Promise<PanelAnswer>;
}
