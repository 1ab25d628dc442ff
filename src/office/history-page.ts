import type { PanelOffice, Told } from '../panel/panel-office.js';
import { dateTime } from '../text/russian.js';
import { type Page, view } from '../web/page.js';

/** So many lines at once. */
const LINES = 50;

/** Of what the history is, and the page that it belongs to. */
interface HistoryOf {
  readonly told: Told;
  readonly title: string;
  /** The address of the page that shows the last lines; the whole history stands below it. */
  readonly path: string;
  /** The line after which it goes on, as the address says it. */
  readonly before: string;
  readonly timeZone: string;
}

/** All that the journal holds about one of the office's records, the newest first, as far back as anybody wants to read. */
export async function historyPage(
  office: PanelOffice,
  { told, title, path, before, timeZone }: HistoryOf,
): Promise<Page> {
  const from = /^\d{1,18}$/.test(before) ? before : undefined;
  const lines = await office.history(told, LINES + 1, from);
  const shown = lines.slice(0, LINES);
  return view('office/history', {
    ...{ title: 'Вся история', about: title, style: 'css/card.css', back: path },
    lines: shown.map(({ at, action, details, who }) => ({
      ...{ action, details, who },
      at: dateTime(at, timeZone),
    })),
    newest: from !== undefined && `${path}/history`,
    older: lines.length > LINES && `${path}/history?before=${shown.at(-1)!.id}`,
  });
}
