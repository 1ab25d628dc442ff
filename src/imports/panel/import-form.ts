import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { KeptFiles } from '../../core/kept-files.js';
import {
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelOutcome,
  type PanelUpload,
} from '../../panel/declaration.js';
import { ImportJobs } from '../import-jobs.js';
import { ImportKinds, type ImportOrder } from '../import-kinds.js';
import { shownName } from '../shown-name.js';
import { ProfilesService } from './profiles.service.js';

const LARGEST_FILE = 200 * 1024 * 1024;

/** What a form says of its own kind of imports. */
interface FormWords {
  readonly label: string;
  readonly intro: string;
  /** The part of the manual that shows samples. */
  readonly help: string;
}

const FIELDS = {
  file: {
    type: 'file',
    label: 'Файл',
    hint: 'До 200 МБ. Файл больше загрузит администратор сервера.',
    accept: '.csv,.txt,.xlsx,.xlsm,text/csv,text/plain',
    required: true,
    maxBytes: LARGEST_FILE,
    spool: true,
  },
  profile: {
    type: 'records',
    label: 'Профиль загрузки',
    hint: 'Нужен, если заголовки столбцов в файле называются по-своему.',
    resource: 'import-profiles',
    max: 1,
  },
  accountLength: {
    type: 'number',
    label: 'Цифр в номере лицевого счета',
    hint: 'Заполните, если Excel потерял нули в начале номеров: портал вернёт их.',
    min: 1,
    max: 30,
  },
} as const;

const BY_HAND = {
  type: 'select',
  label: 'Исправленное вручную',
  hint: 'Если в файле стоит другое, отчёт покажет оба значения до загрузки',
  options: { keep: 'Оставить, как исправили', overwrite: 'Заменить тем, что в файле' },
  initial: 'keep',
  required: true,
} as const;

/** Takes a file: first it is checked by a job, then, for whoever has read that, another job loads it. */
@Injectable()
export class ImportForm {
  constructor(
    private readonly jobs: ImportJobs,
    private readonly files: KeptFiles,
    private readonly profiles: ProfilesService,
    private readonly kinds: ImportKinds,
  ) {}

  /** The form of a kind of imports; `kinds` are the words for what its files may bring, where they may bring several things. */
  action(job: string, words: FormWords, kinds?: Readonly<Record<string, string>>): PanelAction {
    const { help, ...rest } = words;
    const common = {
      ...rest,
      on: 'resource',
      roles: this.kinds.ofJob(job)!.roles,
      help: { label: 'Образцы файлов', href: `/office/help/files#${help}` },
      button: 'Проверить файл',
    } as const;
    const { file, profile, accountLength } = FIELDS;
    if (!kinds) {
      return panelAction({
        ...common,
        fields: { file, profile, accountLength },
        run: (input, context) => this.check(job, { ...input, kind: '' }, context),
      });
    }
    const kind = {
      type: 'select',
      label: 'Что в файле',
      options: { auto: 'Определить по файлу', ...kinds },
      initial: 'auto',
    } as const;
    return panelAction({
      ...common,
      fields: { file, kind, profile, accountLength },
      run: (input, context) => this.check(job, input, context),
    });
  }

  /** The same for files that may say otherwise than somebody has set by hand. */
  actionBesideHands(job: string, words: FormWords): PanelAction {
    const { help, ...rest } = words;
    const { file, profile, accountLength } = FIELDS;
    return panelAction({
      ...rest,
      on: 'resource',
      roles: this.kinds.ofJob(job)!.roles,
      help: { label: 'Образцы файлов', href: `/office/help/files#${help}` },
      fields: { file, byHand: BY_HAND, profile, accountLength },
      button: 'Проверить файл',
      run: ({ byHand, ...input }, context) =>
        this.check(job, { ...input, kind: '' }, context, {
          byHand: byHand === 'overwrite' ? 'overwrite' : 'keep',
        }),
    });
  }

  private async check(
    job: string,
    input: { file: PanelUpload; kind: string; profile: string[]; accountLength: number | undefined },
    context: PanelContext,
    more: ImportOrder = {},
  ): Promise<PanelOutcome> {
    const { brings } = this.kinds.ofJob(job)!;
    const profile = input.profile[0] === undefined ? undefined : await this.profiles.find(input.profile[0]);
    if (input.profile[0] !== undefined && !profile) {
      return { errors: { profile: 'Этого профиля больше нет, выберите другой' } };
    }
    const kind = input.kind === 'auto' || input.kind === '' ? profile?.kind : input.kind;
    if (profile && (profile.kind !== kind || !Object.hasOwn(brings, profile.kind))) {
      const { title } = this.kinds.bringing(profile.kind)!.brings[profile.kind]!;
      return {
        errors: {
          [input.kind === '' ? 'profile' : 'kind']: `Профиль «${profile.name}» — для файлов вида «${title}»`,
        },
      };
    }
    const { accountLength } = input;
    const layout = { ...profile?.layout, ...(accountLength !== undefined && { accountLength }) };
    const name = shownName(input.file.name);
    const upload = { name, file: await this.files.keep(input.file.path, name) };
    const order = { ...more, ...(kind && { kind }), layout };
    const id = await this.jobs.check(job, upload, order, staffActor(context));
    return { message: 'Файл проверяется.', redirect: `/admin/resources/jobs/records/${id}/show` };
  }
}
