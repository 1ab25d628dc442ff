import type { PanelOption } from '../../panel/declaration.js';
import { RESOURCES, type Resource } from '../resource.js';

/** Resources as a form offers them. */
export const RESOURCE_CHOICE = Object.fromEntries(
  Object.entries(RESOURCES).map(([resource, { title }]) => [resource, title]),
) as Readonly<Record<Resource, string>>;

/** Resources as values of a column. */
export const RESOURCE_OPTIONS: Record<string, PanelOption> = Object.fromEntries(
  Object.entries(RESOURCE_CHOICE).map(([resource, label]) => [resource, { label }]),
);
