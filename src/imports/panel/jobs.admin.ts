import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, number, quantity, text } from '../../panel/columns.js';
import { isUuid } from '../../core/ids.js';
import type { PanelPage } from '../../panel/panel-page.js';
import { placeOf, shownState } from '../../core/jobs.sql.js';
import {
  PanelPart,
  panelAction,
  type PanelColumn,
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
} from '../../panel/declaration.js';
import { JobReports } from '../../panel/job-reports.js';
import { staffActor } from '../../audit/audit.js';
import { ImportJobs } from '../import-jobs.js';
import { STATES } from '../import-state.js';
import { JobCancel } from './job-cancel.js';

/** «Задания»: loads and prints that take long, how far they are and what came of them. */
@PanelPart()
@Injectable()
export class JobsAdmin implements PanelDefinition {
  constructor(
    private readonly reports: JobReports,
    private readonly imports: ImportJobs,
    private readonly cancel: JobCancel,
  ) {}

  resource(): PanelResource {
    return {
      id: 'jobs',
      label: 'Задания',
      menu: { group: 'exchange', place: 35 },
      roles: CLERKS,
      only: ({ role }, bind) => `j.kind = ANY(${bind(this.reports.kindsOf(role))})`,
      from: 'jobs j LEFT JOIN staff_names p ON p.id = j.staff_id',
      idSql: 'j.id',
      title: 'title',
      journal: 'job',
      histories: HISTORIES,
      columns: this.columns(),
      sort: { column: 'createdAt', direction: 'desc' },
      report: (id) => this.reports.of(id),
      actions: { load: this.load(), loadAnyway: this.loadAnyway(), cancel: this.cancel.action() },
    };
  }

  /** The files that a job has left; their places on the disk are never told by the address. */
  pages(): PanelPage[] {
    return (['file', 'besides'] as const).map((which) => ({
      ...{ method: 'get', path: `/jobs/:id/${which}`, right: ['jobs', 'show'] },
      answer: async ({ params: { id = '' } }, { staff }) =>
        isUuid(id) ? this.reports.file(id, staff.role, which) : undefined,
    }));
  }

  private columns(): Record<string, PanelColumn> {
    return {
      createdAt: datetime('Когда', 'j.created_at', 'list', 'filter', 'sort'),
      title: text('Задание', 'j.title', 'list'),
      state: choice(
        'Состояние',
        STATE,
        {
          queued: { label: 'В очереди', tone: 'muted' },
          running: { label: 'Выполняется', tone: 'wait' },
          ...STATES,
          done: { label: 'Готово', tone: 'good' },
          failed: { label: 'Не выполнено', tone: 'bad' },
        },
        'list',
      ),
      place: number('Место в очереди', placeOf('j'), 'hidden', 'list'),
      progress: quantity(
        'Выполнено',
        '%',
        'CASE WHEN j.goal > 0 THEN least(100, j.progress * 100 / j.goal) END',
        'hidden',
        'list',
      ),
      staff: text('Кто начал', "coalesce(p.name, 'Папка обмена или командная строка')", 'list'),
      startedAt: datetime('Начато', 'j.started_at'),
      finishedAt: datetime('Окончено', 'j.finished_at'),
    };
  }

  private load() {
    return panelAction({
      label: 'Загрузить',
      on: 'record',
      roles: CLERKS,
      intro: 'Данные файла попадут в портал. Загрузку потом можно отменить.',
      when: (row) => row['state'] === 'ready' || row['state'] === 'checked',
      run: (_input, context) => this.start(false, context),
    });
  }

  private loadAnyway() {
    return panelAction({
      label: 'Всё равно загрузить',
      on: 'record',
      roles: CLERKS,
      danger: true,
      intro: 'Проверка нашла в файле то, что похоже на ошибку. Загружайте, только если уверены в нём.',
      confirm: 'Загрузить файл, о котором портал спрашивает?',
      when: (row) => row['state'] === 'differs',
      run: (_input, context) => this.start(true, context),
    });
  }

  private async start(accept: boolean, context: PanelContext): Promise<PanelOutcome> {
    const id = await this.imports.load(context.recordId, accept, staffActor(context));
    if (id === undefined) return { errors: { '': 'Этого задания больше нет.' } };
    return { message: 'Файл загружается.', redirect: `/admin/resources/jobs/records/${id}/show` };
  }
}

const ofJob = (sql: string): string => `SELECT ${sql} FROM jobs WHERE id = $2::uuid`;

/** What a job has done the journal tells of what came of it: of the load, the export, the house whose receipts were printed. */
const HISTORIES = [
  { kind: 'import', ids: ofJob("result->'report'->>'importId'") },
  { kind: 'batch', ids: ofJob("result->'report'->>'batchId'") },
  { kind: 'reading-export', ids: ofJob("coalesce(result->>'exportId', params->>'exportId')") },
  { kind: 'house', ids: ofJob("params->>'houseId'"), where: "details->>'jobId' = $2" },
];

/**
 * What works and is silent for a minute has died; a check that is done says whether its file may be loaded. Results of
 * earlier versions left it to their reports.
 */
const STATE = `CASE
  WHEN j.state <> 'done' THEN ${shownState('j')}
  WHEN j.result->>'state' IS NOT NULL THEN j.result->>'state'
  WHEN j.result->'report' IS NULL THEN j.state
  WHEN j.result->'report'->>'refusal' IS NULL AND (j.result->'report'->>'wrong')::int = 0
    THEN CASE WHEN (j.params->>'dryRun')::boolean THEN 'ready' ELSE 'done' END
  WHEN (j.params->>'dryRun')::boolean AND (j.result->'report'->'control'->>'differs')::boolean
    AND (j.result->'report'->>'wrong')::int = 0 THEN 'differs'
  ELSE 'refused' END`;
