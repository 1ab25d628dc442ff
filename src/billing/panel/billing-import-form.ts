import { ACCOUNTANTS } from '../../panel/person.js';
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
  type PanelUpload,
} from '../../panel/declaration.js';
import type { RecordKind } from '../formats/billing-records.js';
import { BILLING_IMPORT_JOB, type BillingImportParams } from '../import/billing-import.job.js';
import { KINDS } from './kinds.js';
import { ProfilesService } from './profiles.service.js';

const LARGEST_FILE = 200 * 1024 * 1024;

/** Takes a file of the accounting or of a bank: first it is checked by a job, then another job loads it. */
@Injectable()
export class BillingImportForm {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly profiles: ProfilesService,
  ) {}

  /** «Загрузить начисления, сальдо или платежи». */
  action(): PanelAction {
    return panelAction({
      label: 'Загрузить начисления, сальдо или платежи',
      on: 'resource',
      roles: ACCOUNTANTS,
      intro:
        'Сначала портал проверит файл и покажет, что изменится; записывать пока ничего не будет. Подходят CSV, книги Excel (XLSX), шаблон ГИС ЖКХ, реестры Сбербанка и системы «Город», выписки 1С (1CClientBankExchange).',
      help: { label: 'Образцы файлов', href: '/office/help/files#charges' },
      fields: {
        file: {
          type: 'file',
          label: 'Файл',
          hint: 'До 200 МБ. Файл больше загрузит администратор сервера.',
          accept: '.csv,.txt,.xlsx,.xlsm,text/csv,text/plain',
          required: true,
          maxBytes: LARGEST_FILE,
          spool: true,
        },
        kind: {
          type: 'select',
          label: 'Что в файле',
          options: { auto: 'Определить по файлу', ...KINDS },
          initial: 'auto',
        },
        profile: {
          type: 'records',
          label: 'Профиль загрузки',
          hint: 'Нужен, если заголовки столбцов в файле называются по-своему.',
          resource: 'import-profiles',
          max: 1,
        },
      },
      button: 'Проверить файл',
      run: (input, context) => this.check(input, context),
    });
  }

  /** Loads what has been checked; `acceptDifference` takes it though the sums told in the file differ. */
  async load(
    checked: BillingImportParams,
    acceptDifference: boolean,
    context: PanelContext,
  ): Promise<string> {
    const params: BillingImportParams = {
      ...checked,
      dryRun: false,
      acceptDifference,
      actor: staffActor(context),
    };
    return this.jobs.start(
      BILLING_IMPORT_JOB,
      `Загрузка файла «${params.fileName}»`,
      params,
      context.staff.id,
    );
  }

  private async check(
    input: { file: PanelUpload; kind: string; profile: string[] },
    context: PanelContext,
  ): Promise<PanelOutcome> {
    const profile = input.profile[0] === undefined ? undefined : await this.profiles.find(input.profile[0]);
    if (input.profile[0] !== undefined && !profile) {
      return { errors: { profile: 'Этого профиля больше нет, выберите другой' } };
    }
    const kind = input.kind === 'auto' || input.kind === '' ? profile?.kind : (input.kind as RecordKind);
    if (profile && kind !== profile.kind) {
      return {
        errors: { kind: `Профиль «${profile.name}» — для файлов вида «${KINDS[profile.kind]}»` },
      };
    }
    const fileName = shownName(input.file.name);
    const params: BillingImportParams = {
      file: await this.files.keep(input.file.path, fileName),
      fileName,
      dryRun: true,
      actor: staffActor(context),
      ...(kind && { kind }),
      ...(profile && { layout: profile.layout }),
    };
    const id = await this.jobs.start(
      BILLING_IMPORT_JOB,
      `Проверка файла «${fileName}»`,
      params,
      context.staff.id,
    );
    return { message: 'Файл проверяется.', redirect: `/admin/resources/jobs/records/${id}/show` };
  }
}
