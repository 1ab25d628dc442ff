import { OPERATORS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { KeptFiles } from '../../core/kept-files.js';
import { shownName } from '../../imports/shown-name.js';
import { Jobs } from '../../core/jobs.service.js';
import {
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelOutcome,
} from '../../panel/declaration.js';
import { METERS_JOB, type MetersJobParams } from './meters-import.job.js';

const LARGEST_FILE = 200 * 1024 * 1024;

/** Takes a file of meters or readings: first it is checked by a job, then another job loads it. */
@Injectable()
export class MetersImportForm {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
  ) {}

  /** «Загрузить счетчики и показания», beside the import of accounts. */
  check(): PanelAction {
    return panelAction({
      label: 'Загрузить счетчики и показания',
      on: 'resource',
      roles: OPERATORS,
      intro:
        'CSV (UTF-8 или windows-1251) или книга Excel (XLSX): счетчики, показания, файл condo из 21 столбца, csv_1s. Портал узнает вид файла сам и сначала покажет, что изменится; записывать пока ничего не будет.',
      help: { label: 'Образцы файлов', href: '/office/help/files#meters' },
      fields: {
        file: {
          type: 'file',
          label: 'Файл',
          hint: 'До 200 МБ. Файлы больше загружает администратор сервера командой npm run import.',
          accept: '.csv,.txt,.xlsx,.xlsm,text/csv,text/plain',
          required: true,
          maxBytes: LARGEST_FILE,
          spool: true,
        },
        accountLength: {
          type: 'number',
          label: 'Цифр в номере лицевого счета',
          hint: 'Заполните, если Excel потерял нули в начале номеров: портал вернёт их.',
          min: 1,
          max: 30,
        },
      },
      button: 'Проверить файл',
      run: async ({ file, accountLength }, context): Promise<PanelOutcome> => {
        const fileName = shownName(file.name);
        const params = {
          file: await this.files.keep(file.path, fileName),
          fileName,
          dryRun: true,
          ...(accountLength !== undefined && { accountLength }),
        };
        return this.start(params, `Проверка файла «${fileName}»`, 'Файл проверяется.', context);
      },
    });
  }

  /** Loads what has been checked. */
  load(): PanelAction {
    return panelAction({
      label: 'Загрузить счетчики и показания',
      on: 'record',
      roles: OPERATORS,
      intro:
        'Верные строки файла попадут в портал, строки с ошибками будут пропущены. Показания, которые передали жители, останутся.',
      button: 'Загрузить',
      when: (row) => row['state'] === 'checked',
      run: async (_input, context): Promise<PanelOutcome> => {
        const checked = await this.jobs.find(context.recordId);
        if (checked?.kind !== METERS_JOB) return { errors: { '': 'Этого задания больше нет.' } };
        const params = { ...(checked.params as MetersJobParams), dryRun: false };
        return this.start(params, `Загрузка файла «${params.fileName}»`, 'Файл загружается.', context);
      },
    });
  }

  private async start(
    params: Omit<MetersJobParams, 'actor'>,
    title: string,
    message: string,
    context: PanelContext,
  ): Promise<PanelOutcome> {
    const told: MetersJobParams = { ...params, actor: staffActor(context) };
    const id = await this.jobs.start(METERS_JOB, title, told, context.staff.id);
    return { message, redirect: `/admin/resources/jobs/records/${id}/show` };
  }
}
