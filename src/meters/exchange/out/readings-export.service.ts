import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../audit/audit.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Clock, dayIn } from '../../../platform/clock.js';
import type { Config } from '../../../platform/config.js';
import { isAbsent } from '../../../platform/database-errors.js';
import { ImportRefused } from '../../../platform/files/import-refused.js';
import { ImportSession } from '../../../platform/files/import-session.js';
import { KeptFiles } from '../../../platform/files/kept-files.js';
import { CONFIG } from '../../../platform/tokens.js';
import { type ExportEncoding, writeReadings } from './export-file.js';
import type { ExportFormat, ExportRow } from './export-row.js';
import * as sql from './exports.sql.js';

/** Which readings are to leave; without a month or a house, of all of them. */
export interface ExportScope {
  /** `2026-11`; without it whatever has not left yet, but for what was sent before its window opened. */
  readonly period?: string;
  readonly houseId?: string;
  /** Also those that came from files: mostly the accounting has them. */
  readonly imported: boolean;
}

/** How they are written. */
export interface ExportShape {
  readonly format: ExportFormat;
  readonly encoding: ExportEncoding;
}

/** What was written: a file of KeptFiles, and what it is to be called. */
export interface Exported {
  readonly exportId: string;
  readonly rows: number;
  readonly file: string;
  readonly fileName: string;
}

/** Sends accepted readings to the accounting: each once, and the same again when it is asked for. */
@Injectable()
export class ReadingsExportService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly files: KeptFiles,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Marks what has not left yet and writes it, both or neither. */
  async send(scope: ExportScope, shape: ExportShape, actor: Actor): Promise<Exported> {
    return ImportSession.run(this.database, true, async (session) => {
      await session.takeTurn();
      const { period, houseId, imported } = scope;
      const month = period === undefined ? null : `${period}-01`;
      const staffId = actor.kind === 'staff' ? actor.id : null;
      const [row] = await session
        .query<{ id: string }>(sql.INSERT_EXPORT, [
          ...[shape.format, this.clock.now(), staffId, month, houseId ?? null],
        ])
        .catch((error: unknown) => {
          throw isAbsent(error, 'reading_exports_house_id_fkey')
            ? new ImportRefused('Такого дома нет')
            : error;
        });
      const { id } = row!;
      await session.query(sql.MARK_READINGS, [
        id,
        month,
        houseId ?? null,
        imported,
        dayIn(this.clock.now(), this.config.timeZone),
      ]);
      const exported = await this.write(session, id, shape);
      if (exported.rows === 0) {
        throw new ImportRefused('Принятых показаний, которые ещё не выгружены, нет');
      }
      const details = {
        format: shape.format,
        rows: exported.rows,
        ...(period && { period }),
        ...(houseId && { houseId }),
      };
      await this.audit.record(
        session.tx,
        actor,
        'readings.exported',
        { kind: 'reading-export', id },
        details,
      );
      return exported;
    });
  }

  /** Writes what has left once more, in any format; nothing is marked. */
  async again(exportId: string, shape: ExportShape, actor: Actor): Promise<Exported> {
    return ImportSession.run(this.database, true, async (session) => {
      const exported = await this.write(session, exportId, shape);
      const details = { format: shape.format, rows: exported.rows, again: true };
      const object = { kind: 'reading-export', id: exportId } as const;
      await this.audit.record(session.tx, actor, 'readings.exported', object, details);
      return exported;
    });
  }

  private async write(
    session: ImportSession,
    id: string,
    { format, encoding }: ExportShape,
  ): Promise<Exported> {
    const [found] = await session.query<{ rows: number; day: string }>(sql.FIND_EXPORT, [
      id,
      this.config.timeZone,
    ]);
    if (!found) throw new ImportRefused('Такой выгрузки нет');
    const [{ four } = { four: false }] = await session.query<{ four: boolean }>(sql.HAS_FOUR, [id]);
    const extension = format === 'csv' || format === 'csv_1s' ? 'csv' : 'xlsx';
    const counted = { rows: 0 };
    const file = await this.files.write(extension, async ({ name, path }) => {
      await session.query(sql.DECLARE_EXPORTED, [id]);
      await writeReadings({ path, format, encoding, four }, batches(session, counted));
      await session.query('CLOSE exported');
      // A reading that no account leads to would be marked and not sent.
      if (counted.rows !== found.rows) {
        throw new Error(`Export ${id}: ${counted.rows} of ${found.rows} readings written`);
      }
      return name;
    });
    const fileName = `Показания ${found.day}, выгрузка ${id}${format === 'gis' ? ', ГИС ЖКХ' : ''}.${extension}`;
    return { exportId: id, rows: counted.rows, file, fileName };
  }
}

async function* batches(
  session: ImportSession,
  counted: { rows: number },
): AsyncGenerator<readonly ExportRow[]> {
  for (;;) {
    const rows = await session.query<ExportRow & Record<string, unknown>>(sql.FETCH_EXPORTED);
    if (rows.length === 0) return;
    counted.rows += rows.length;
    yield rows;
  }
}
