import { CLERKS, type StaffRole } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, number, text } from '../../panel/columns.js';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  fresh,
  panelAction,
  type PanelColumn,
  type PanelDefinition,
  type PanelFields,
  type PanelOutcome,
  type PanelResource,
} from '../../panel/declaration.js';
import { clean } from '../../text/russian.js';
import { type ImportKind, ImportKinds } from '../import-kinds.js';
import { LAYOUT_CHOICES, LAYOUT_VALUES, layoutOf, type TypedLayout } from './profile-layout.js';
import { type Profile, ProfilesService } from './profiles.service.js';

const TAKEN: PanelOutcome = { errors: { name: 'Профиль с таким названием уже есть' } };

/** What a profile says of files; a new one begins with what stands in a layout that leaves all to the file. */
const LAYOUT_FIELDS = {
  encoding: {
    type: 'select',
    label: 'Кодировка',
    options: LAYOUT_CHOICES.encoding,
    initial: 'auto',
    from: 'encoding',
  },
  delimiter: {
    type: 'select',
    label: 'Разделитель столбцов',
    options: LAYOUT_CHOICES.delimiter,
    initial: 'auto',
    from: 'delimiter',
  },
  decimal: {
    type: 'select',
    label: 'Дробный знак',
    options: LAYOUT_CHOICES.decimal,
    initial: 'auto',
    from: 'decimal',
  },
  skipRows: { type: 'number', label: 'Строк над заголовками', min: 0, max: 1000, from: 'skipRows' },
  accountLength: {
    type: 'number',
    label: 'Знаков в номере лицевого счета',
    hint: 'Если Excel отбросил нули в начале номера, портал допишет их.',
    min: 1,
    max: 30,
    from: 'accountLength',
  },
  columns: {
    type: 'textarea',
    label: 'Столбцы',
    hint: 'По строке на столбец: поле = заголовок в файле. Например: лицевой счет = Номер ЛС',
    max: 4000,
    from: 'columns',
  },
} as const satisfies PanelFields;

/** «Профили загрузки»: how the files of one accounting system are laid out. */
@PanelPart()
@Injectable()
export class ProfilesAdmin implements PanelDefinition {
  constructor(
    private readonly profiles: ProfilesService,
    private readonly kinds: ImportKinds,
  ) {}

  resource(): PanelResource {
    return {
      id: 'import-profiles',
      label: 'Профили загрузки',
      menu: { group: 'exchange', place: 34 },
      roles: CLERKS,
      from: 'import_profiles f LEFT JOIN staff_names p ON p.id = f.staff_id',
      idSql: 'f.id',
      title: 'name',
      version: 'f.version',
      only: ({ role }, bind) => `f.kind = ANY(${bind(Object.keys(this.kinds.broughtTo(role)))})`,
      journal: 'import-profile',
      columns: {
        name: text('Название', 'f.name', 'list', 'sort'),
        kind: choice('Что в файлах', 'f.kind', this.kindOptions(), 'list'),
        encoding: chosen('Кодировка', 'encoding'),
        delimiter: chosen('Разделитель столбцов', 'delimiter'),
        decimal: chosen('Дробный знак', 'decimal'),
        skipRows: number('Строк над заголовками', "coalesce(f.layout->>'skipRows', '0')"),
        accountLength: number('Знаков в лицевом счете', "f.layout->>'accountLength'"),
        columns: text('Столбцы', this.columnsSql()),
        staff: text('Кто сохранил', 'p.name'),
        createdAt: datetime('Сохранён', 'f.created_at', 'list'),
      },
      sort: { column: 'name', direction: 'asc' },
      search: { hint: 'Название', where: (pattern) => `f.name ILIKE ${pattern}` },
      actions: { create: this.create(), change: this.change(), remove: this.remove() },
    };
  }

  private create() {
    return panelAction({
      label: 'Сохранить профиль',
      on: 'resource',
      roles: CLERKS,
      intro:
        'Опишите файлы вашей программы учёта один раз. Чего не укажете, портал определит по самому файлу.',
      fields: fresh(this.fields()),
      run: async (input, context): Promise<PanelOutcome> => {
        const { profile, errors } = this.profileOf(input, context.staff.role);
        if (!profile) return { errors };
        const saved = await this.profiles.create(profile, staffActor(context));
        return saved ? { message: `Профиль «${profile.name}» сохранён.` } : TAKEN;
      },
    });
  }

  private change() {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: CLERKS,
      intro: 'Новый порядок подействует на следующие загрузки. То, что уже загружено, не изменится.',
      edits: true,
      fields: this.fields(),
      button: 'Сохранить',
      run: async (input, context): Promise<PanelOutcome> => {
        const { profile, errors } = this.profileOf(input, context.staff.role);
        if (!profile) return { errors };
        const shown = { id: context.recordId, version: context.version };
        switch (await this.profiles.change(shown, profile, staffActor(context))) {
          case 'changed':
            return { message: `Профиль «${profile.name}» сохранён.` };
          case 'taken':
            return TAKEN;
          case 'gone':
            return { errors: { '': 'Этого профиля уже нет' } };
          case 'stale':
            return { stale: true };
        }
      },
    });
  }

  private remove() {
    return panelAction({
      label: 'Удалить',
      on: 'record',
      roles: CLERKS,
      danger: true,
      intro: 'То, что загружено с этим профилем, останется.',
      confirm: 'Удалить профиль?',
      run: async (_input, context) => {
        const removed = await this.profiles.remove(context.recordId, staffActor(context));
        const message = removed ? 'Профиль удалён.' : 'Профиля уже нет.';
        return { message, redirect: '/admin/resources/import-profiles' };
      },
    });
  }

  /** The columns as people call them, `Лицевой счет = Номер ЛС`. */
  private columnsSql(): string {
    const names = Object.entries(this.brought()).flatMap(([kind, { columns }]) =>
      Object.entries(columns).map(([column, title]) => `('${kind}', '${column}', '${title}')`),
    );
    return `(SELECT string_agg(coalesce(n.title, c.key) || ' = ' || c.value, chr(10))
      FROM jsonb_each_text(f.layout->'columns') c
      LEFT JOIN (VALUES ${names.join(', ')}) n (kind, name, title) ON n.kind = f.kind AND n.name = c.key)`;
  }

  private fields() {
    const options = Object.fromEntries(
      Object.entries(this.brought()).map(([key, { title }]) => [key, title]),
    );
    return {
      name: { type: 'text', label: 'Название', required: true, max: 100, from: 'name' },
      kind: { type: 'select', label: 'Что в файлах', options, required: true, from: 'kind' },
      ...LAYOUT_FIELDS,
    } as const satisfies PanelFields;
  }

  private kindOptions(): Record<string, { label: string }> {
    return Object.fromEntries(
      Object.entries(this.brought()).map(([key, { title }]) => [key, { label: title }]),
    );
  }

  /** What files may bring, of all kinds of imports. */
  private brought() {
    return Object.assign({}, ...this.kinds.all.map(({ brings }) => brings)) as ImportKind['brings'];
  }

  private profileOf(
    input: TypedLayout & { name: string; kind: string },
    role: StaffRole,
  ):
    | { profile: Omit<Profile, 'id'>; errors?: undefined }
    | { profile?: undefined; errors: Record<string, string> } {
    const brought = this.kinds.broughtTo(role)[input.kind];
    if (!brought) return { errors: { kind: 'Такие файлы загружают другие сотрудники' } };
    const { layout, problem } = { layout: undefined, ...layoutOf(input, brought.columns) };
    return layout
      ? { profile: { name: clean(input.name), kind: input.kind, layout } }
      : { errors: { columns: problem } };
  }
}

/** The column of a part of the layout. */
function chosen(label: string, part: keyof typeof LAYOUT_CHOICES): PanelColumn {
  const known = Object.entries(LAYOUT_VALUES[part]).map(([key, value]) => `WHEN '${value}' THEN '${key}'`);
  const options = Object.entries(LAYOUT_CHOICES[part]).map(([key, word]) => [key, { label: word }] as const);
  const sql = `CASE f.layout->>'${part}' ${known.join(' ')} ELSE 'auto' END`;
  return choice(label, sql, Object.fromEntries(options));
}
