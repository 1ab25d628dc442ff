import { Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { Jobs } from '../../core/jobs.service.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { clean } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { ImportJobs, type ImportParams, type ImportResult } from '../import-jobs.js';
import { type Brought, ImportKinds } from '../import-kinds.js';
import type { SeenTable } from '../import-refused.js';
import { ProfilesService } from '../panel/profiles.service.js';
import { ColumnsForm } from './columns.form.js';

const JOBS = '/admin/resources/jobs/records';
const SHOWN_VALUES = 3;

/** A check that did not understand the headings of its file. */
interface Refused {
  readonly id: string;
  readonly params: ImportParams;
  readonly seen: SeenTable;
  readonly what: string;
  readonly brought: Brought;
}

/** «Сопоставить столбцы»: what the columns of a file mean that was refused for its headings. */
@OfficePage(...CLERKS)
@Controller('office/imports/:id/columns')
export class ColumnsController {
  constructor(
    private readonly jobs: Jobs,
    private readonly imports: ImportJobs,
    private readonly kinds: ImportKinds,
    private readonly profiles: ProfilesService,
  ) {}

  @Get()
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.begin(await this.find(person, id), person);
  }

  @Get(':what')
  async other(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Param('what') what: string,
  ): Promise<Page> {
    return this.begin(await this.find(person, id, what), person);
  }

  @Post(':what')
  @HttpCode(200)
  async check(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Param('what') what: string,
    @FormBody(ColumnsForm) form: Form<ColumnsForm>,
  ): Promise<Page> {
    const refused = await this.find(person, id, what);
    const columns = this.chosen(refused, form);
    if (!form.data) return this.show(refused, person, form);
    const { layout: former, ...params } = refused.params;
    const layout = { ...former, columns };
    const name = clean(form.data.name);
    if (!(await this.profiles.create({ name, kind: what, layout }, staffActor(person)))) {
      return this.show(refused, person, form.reject('name', 'Профиль с таким названием уже есть'));
    }
    const { job } = this.kinds.bringing(what)!;
    const upload = { name: params.fileName, file: params.file };
    const next = await this.imports.check(job, upload, { ...params, kind: what, layout }, staffActor(person));
    return redirect(`${JOBS}/${next}/show`, `Профиль «${name}» сохранён, файл проверяется.`);
  }

  /** The check, as one of files that bring `what`; of others than the person's own nobody tells. */
  private async find({ staff }: PanelPerson, id: string, what?: string): Promise<Refused> {
    const job = await this.jobs.find(id);
    const kind = job && this.kinds.ofJob(job.kind);
    const seen = job?.state === 'done' ? (job.result as ImportResult).report.seen : undefined;
    if (!kind?.roles.includes(staff.role) || !seen) throw new NotFoundException();
    const params = job!.params as ImportParams;
    const told = what ?? params.kind ?? Object.keys(kind.brings)[0]!;
    const own = this.kinds.broughtTo(staff.role);
    const brought = Object.hasOwn(own, told) ? own[told] : undefined;
    if (!brought) throw new NotFoundException();
    return { id, params, seen, what: told, brought };
  }

  /** The mapping that was chosen; what is wrong with it stands in the form. */
  private chosen({ seen, brought }: Refused, form: Form<ColumnsForm>): Record<string, string> {
    const columns: Record<string, string> = {};
    const told = form.values['column'] as string[];
    seen.titles.forEach((title, index) => {
      const column = told[index] ?? '';
      if (title === '' || !Object.hasOwn(brought.columns, column)) return;
      if (columns[column] !== undefined) {
        form.reject('column', `Столбец «${brought.columns[column]}» выбран дважды`);
      }
      columns[column] = title;
    });
    if (Object.keys(columns).length === 0) form.reject('column', 'Выберите, что в столбцах файла');
    return columns;
  }

  private begin(refused: Refused, person: PanelPerson): Page {
    const { seen, brought, params } = refused;
    const column = seen.titles.map((title) => brought.columnOf(title) ?? '');
    const name = params.fileName.replace(/\.[^.]*$/, '').slice(0, 100);
    return this.show(refused, person, Form.empty<ColumnsForm>({ name, column }));
  }

  private show(
    { id, params, seen, what, brought }: Refused,
    person: PanelPerson,
    form: Form<ColumnsForm>,
  ): Page {
    const path = `/office/imports/${id}/columns`;
    const told = form.values['column'] as string[];
    return view('imports/columns', {
      title: 'Сопоставить столбцы',
      form,
      fileName: params.fileName,
      action: `${path}/${what}`,
      back: `${JOBS}/${id}/show`,
      what: brought.title,
      kinds: Object.entries(this.kinds.broughtTo(person.staff.role))
        .filter(([key]) => key !== what)
        .map(([key, { title }]) => ({ title, path: `${path}/${key}` })),
      columns: seen.titles.map((title, index) => ({
        title,
        id: `column-${index + 1}`,
        number: index + 1,
        values: seen.rows
          .slice(0, SHOWN_VALUES)
          .map((cells) => cells[index] ?? '')
          .filter((cell) => cell.trim() !== '')
          .join('; ')
          .slice(0, 120),
        options: Object.entries(brought.columns).map(([value, label]) => ({
          value,
          label,
          chosen: told[index] === value,
        })),
      })),
    });
  }
}
