import { CLERKS } from '../../panel/person.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../audit/audit.js';
import { JobReports } from '../../panel/job-reports.js';
import { Jobs } from '../../core/jobs.service.js';
import { readings } from './export-words.js';
import type { Exported, ExportScope, ExportShape, WhenWritten } from './exported.js';
import { ReadingsExportService } from './readings-export.service.js';

/** The kind of jobs that write readings for the accounting. */
export const EXPORT_JOB = 'readings-export';

/** What such a job is told: to send what has not left yet, or to write an export once more. */
export interface ExportJobParams extends ExportShape {
  readonly actor: Actor;
  readonly scope?: ExportScope;
  readonly exportId?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes readings for the accounting. */
@Injectable()
export class ReadingsExportJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly exports: ReadingsExportService,
    private readonly reports: JobReports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(EXPORT_JOB, (params, { done }) => this.run(params as ExportJobParams, done));
    this.reports.register(EXPORT_JOB, {
      roles: CLERKS,
      words: (job) => {
        // Reports of earlier versions tell of none.
        const { exportId, rows, skipped = 0, skippedRows = [] } = job.result as Exported;
        return {
          message: {
            tone: 'good',
            text: `Выгрузка № ${exportId}: ${readings(rows)}. Файл хранится неделю, потом его можно записать снова.`,
          },
          ...(skipped > 0 && {
            lines: [`Не подходят для этого формата и остались: ${readings(skipped)}.`],
            tables: [
              {
                caption: 'Что осталось',
                head: ['Лицевой счет', 'Счетчик №', 'Почему'],
                rows: skippedRows.map(({ account, number, reason }) => [account, number, reason]),
              },
            ],
          }),
          links: [
            { label: 'Открыть выгрузку', to: `/admin/resources/reading-exports/records/${exportId}/show` },
          ],
        };
      },
      left: (job) => {
        const { file, fileName } = job.result as Exported;
        const type = TYPES[file.replace(/^.*\./, '')] ?? 'application/octet-stream';
        return { file, label: 'Скачать файл', name: fileName, type };
      },
    });
  }

  private async run(params: ExportJobParams, done: WhenWritten): Promise<Exported> {
    // jobs that were queued by an earlier version know of no comma
    const { actor, format, encoding, comma = false } = params;
    const shape = { format, encoding, comma };
    return params.exportId === undefined
      ? this.exports.send(params.scope ?? { imported: false }, shape, actor, done)
      : this.exports.again(params.exportId, shape, actor, done);
  }
}
