import { Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import { Clock } from '../core/clock.js';
import { ImportRefused } from '../imports/import-refused.js';
import { shownName } from '../imports/shown-name.js';
import { datetime, number, text } from '../panel/columns.js';
import {
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelReport,
  type PanelResource,
  type PanelUpload,
} from '../panel/declaration.js';
import { ADMINISTRATORS } from '../panel/person.js';
import { readCalendar } from './calendar-file.js';
import { CalendarLoads } from './calendar-loads.service.js';
import { calendarLines, isSame, monthTable, previewLines } from './calendar-words.js';
import { MissingCalendars } from './missing-calendars.service.js';

/** An honest file has some kilobytes. */
const LARGEST_FILE = 1024 * 1024;

interface Given {
  readonly year: number;
  readonly source: string;
  readonly file: PanelUpload;
}

/** «Производственный календарь»: the years that are loaded, and the loading: first a preview, then for real. */
@PanelPart()
@Injectable()
export class CalendarsAdmin implements PanelDefinition {
  constructor(
    private readonly loads: CalendarLoads,
    private readonly missing: MissingCalendars,
    private readonly clock: Clock,
  ) {}

  resource(): PanelResource {
    return {
      id: 'working-calendars',
      label: 'Производственный календарь',
      menu: { group: 'management', place: 63 },
      roles: ADMINISTRATORS,
      from: 'working_calendars c LEFT JOIN staff_names p ON p.id = c.loaded_by',
      idSql: 'c.year',
      idType: 'number',
      title: 'year',
      journal: 'working-calendar',
      columns: {
        year: { ...text('Год', 'c.year::text', 'list', 'sort'), orderSql: 'c.year' },
        workingDays: number('Рабочих дней', 'c.working_days', 'list'),
        source: text('Основание', 'c.source', 'list'),
        staff: text('Кто загрузил', "coalesce(p.name, 'Поставлен с порталом')", 'list'),
        loadedAt: datetime('Когда', 'c.loaded_at', 'list'),
        fileName: text('Файл', 'c.file_name'),
      },
      sort: { column: 'year', direction: 'desc' },
      board: { title: 'Производственный календарь', read: (now) => this.missing.board(now) },
      report: (id) => this.report(Number(id)),
      actions: { load: this.load() },
    };
  }

  private async report(year: number): Promise<PanelReport | undefined> {
    const loaded = await this.loads.find(year);
    if (!loaded) return undefined;
    return {
      busy: false,
      lines: calendarLines(loaded),
      tables: [{ caption: 'По месяцам', ...monthTable(loaded) }],
    };
  }

  private load(): PanelAction {
    return panelAction({
      label: 'Загрузить календарь года',
      on: 'resource',
      roles: ADMINISTRATORS,
      first: true,
      intro:
        'По календарю портал считает рабочие дни: до какого дня ответить и до какого оплатить. Сначала он покажет, что в файле, и ничего не запишет.',
      fields: {
        year: { type: 'number', label: 'Год', required: true, min: 2000, max: 2100 },
        source: {
          type: 'text',
          label: 'Основание',
          hint: 'Кто установил выходные. Например: Постановление Правительства РФ от 24.09.2025 № 1466.',
          required: true,
          max: 200,
        },
        file: {
          type: 'file',
          label: 'Файл',
          hint: 'XML с xmlcalendar.ru, CSV с data.gov.ru или CSV со столбцами date и kind (off, short, work).',
          accept: '.xml,.csv,text/xml,application/xml,text/csv',
          required: true,
          maxBytes: LARGEST_FILE,
          spool: true,
          tooLarge: 'Производственный календарь занимает несколько килобайт. Тот ли это файл?',
        },
      },
      initial: async () => ({ year: String((await this.missing.find(this.clock.now()))[0]?.year ?? '') }),
      button: 'Проверить файл',
      run: (given, context) => this.check(given, context),
    });
  }

  private async check(given: Given, context: PanelContext): Promise<PanelOutcome> {
    try {
      return await this.readAndLoad(given, context);
    } catch (error) {
      if (error instanceof ImportRefused) return { errors: { file: error.message } };
      throw error;
    }
  }

  private async readAndLoad({ year, source, file }: Given, context: PanelContext): Promise<PanelOutcome> {
    const read = await readCalendar(file.path, year);
    if (context.confirmed) {
      const origin = { source, fileName: shownName(file.name) };
      const seen = /^\d{1,9}$/.test(context.seen) ? Number(context.seen) : 0;
      const loaded = await this.loads.load(read, origin, seen, staffActor(context));
      return loaded === 'loaded'
        ? {
            message: `Календарь ${year} года загружен.`,
            redirect: `/admin/resources/working-calendars/records/${year}/show`,
          }
        : { errors: { '': REFUSED[loaded] } };
    }
    const loaded = await this.loads.find(year);
    const useless = loaded !== undefined && isSame(read.calendar, loaded, source);
    return {
      result: {
        title: 'Что в файле',
        lines: [...previewLines(read, loaded, source), ...(useless ? ['Загружать нечего.'] : [])],
        table: monthTable(read.calendar),
        seen: String(loaded?.version ?? 0),
        ...(!useless && { confirm: loaded ? 'Заменить календарь' : 'Загрузить календарь' }),
      },
    };
  }
}

const REFUSED = {
  stale: 'Пока вы смотрели, календарь этого года загрузил кто-то другой. Проверьте файл ещё раз.',
  busy: 'Сейчас загружаются начисления, срок оплаты которых зависит от этого календаря. Повторите через минуту.',
};
