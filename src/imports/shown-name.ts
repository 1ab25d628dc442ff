import { clean } from '../text/russian.js';

/** The name of an uploaded file; it may come from a browser, with anything in it. */
export function shownName(fileName: string): string {
  const name = fileName.replace(/^.*[/\\]/s, '').slice(0, 255);
  return clean(name.replace(/[\p{Cc}\p{Cs}]/gu, ' ')) || 'без названия';
}
