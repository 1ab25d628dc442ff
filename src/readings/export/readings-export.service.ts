import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isAbsent } from '../../core/database-errors.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession } from '../../imports/import-session.js';
import { KeptFiles } from '../../core/kept-files.js';
import { CONFIG } from '../../core/tokens.js';
import { writeReadings } from './export-file.js';
import type { ExportFormat, ExportRow } from './export-row.js';
import * as sql from './exports.sql.js';
import type { Exported, ExportScope, ExportShape, WhenWritten } from './exported.js';
import { misfit } from './misfit.js';
import { exportRows, Written } from './written-rows.js';
import { one, rowsOf } from '../../core/query.js';

/** Readings that are alike in what decides whether they fit. */
interface CountedGroup extends Pick<ExportRow, 'period' | 'resource' | 'tariffs'> {
  readonly values: number;
  readonly unnumbered: boolean;
  readonly count: number;
}

/** What an export would take, and what it would leave. */
export interface ExportCheck {
  /** Readings by month (`2026-11`) that would leave. */
  readonly months: readonly { readonly period: string; readonly count: number }[];
  /** How many find no place in the format, by the reason. */
  readonly misfits: readonly { readonly reason: string; readonly count: number }[];
  /** How many wait for a decision of the office. */
  readonly waiting: number;
  readonly imported: number;
  /** Of months before and after the one that was asked for. */
  readonly earlier: number;
  readonly later: number;
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
  async send(scope: ExportScope, shape: ExportShape, actor: Actor, written?: WhenWritten): Promise<Exported> {
    return ImportSession.run(this.database, true, async (session) => {
      await session.takeTurn();
      const { period, houseId } = scope;
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
      await session.query(sql.MARK_READINGS, [id, ...this.parameters(scope)]);
      const { skippedIds, ...exported } = await this.write(session, id, shape);
      if (exported.rows === 0) {
        const stays = exported.skippedRows[0];
        throw new ImportRefused(
          stays
            ? `Ни одно показание не подходит для этого формата. Например, у счетчика № ${stays.number}: ${stays.reason}`
            : 'Принятых показаний, которые ещё не выгружены, нет',
        );
      }
      await session.query(sql.UNMARK, [id, skippedIds]);
      await session.query(sql.COUNT_EXPORTED, [id, exported.rows]);
      const details = {
        format: shape.format,
        rows: exported.rows,
        skipped: exported.skipped,
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
      await written?.(session.tx, exported);
      return exported;
    });
  }

  /** The month that an export is for unless another is told: the last one whose window has opened. */
  async monthToSend(): Promise<string> {
    const row = await one<{ month: string }>(this.database, sql.MONTH_TO_SEND, [this.today()]);
    return row!.month;
  }

  /** Tells what an export would take and leave, and changes nothing. */
  async check(scope: ExportScope, format: ExportFormat): Promise<ExportCheck> {
    const parameters = this.parameters(scope);
    const groups = await rowsOf<CountedGroup>(this.database, sql.COUNT_TO_LEAVE, parameters);
    const staying = await one<Pick<ExportCheck, 'waiting' | 'imported' | 'earlier' | 'later'>>(
      this.database,
      sql.COUNT_STAYING,
      parameters,
    );
    const months = new Map<string, number>();
    const misfits = new Map<string, number>();
    for (const { period, resource, tariffs, values, unnumbered, count } of groups) {
      const row = {
        resource,
        tariffs,
        values: Array<string>(values).fill(''),
        gisNumber: unnumbered ? '' : 'x',
      };
      const reason = misfit(format, row);
      const [counts, key] = reason === undefined ? [months, period] : [misfits, reason];
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
    return {
      months: [...months].map(([period, count]) => ({ period, count })),
      misfits: [...misfits].map(([reason, count]) => ({ reason, count })),
      ...staying!,
    };
  }

  /** Takes an export back: its readings can be corrected again and leave with the next one. False when it is undone already; refused while a file is loaded. */
  async undo(exportId: string, actor: Actor): Promise<boolean> {
    return ImportSession.run(this.database, true, async (session) => {
      await session.takeTurn('page');
      const staffId = actor.kind === 'staff' ? actor.id : null;
      const [undone] = await session.query<{ rows: number }>(sql.UNDO_EXPORT, [
        ...[exportId, this.clock.now(), staffId],
      ]);
      if (!undone) return false;
      await session.query(sql.UNMARK_ALL, [exportId]);
      const object = { kind: 'reading-export', id: exportId } as const;
      await this.audit.record(session.tx, actor, 'readings.export-undone', object, { rows: undone.rows });
      return true;
    });
  }

  private parameters({ period, houseId, imported }: ExportScope): unknown[] {
    return [period === undefined ? null : `${period}-01`, houseId ?? null, imported, this.today()];
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  /** Writes what has left once more, in any format; nothing is marked. */
  async again(exportId: string, shape: ExportShape, actor: Actor, written?: WhenWritten): Promise<Exported> {
    return ImportSession.run(this.database, true, async (session) => {
      const { skippedIds: _ids, ...exported } = await this.write(session, exportId, shape);
      const details = { format: shape.format, rows: exported.rows, again: true };
      const object = { kind: 'reading-export', id: exportId } as const;
      await this.audit.record(session.tx, actor, 'readings.exported', object, details);
      await written?.(session.tx, exported);
      return exported;
    });
  }

  private async write(
    session: ImportSession,
    id: string,
    { format, encoding, comma }: ExportShape,
  ): Promise<Exported & { skippedIds: string[] }> {
    const [found] = await session.query<{ day: string; undone_at: Date | null }>(sql.FIND_EXPORT, [
      id,
      this.config.timeZone,
    ]);
    if (!found) throw new ImportRefused('Такой выгрузки нет');
    if (found.undone_at) throw new ImportRefused(`Выгрузка № ${id} отменена`);
    const [{ four } = { four: false }] = await session.query<{ four: boolean }>(sql.HAS_FOUR, [id]);
    const extension = format === 'csv' || format === 'csv_1s' ? 'csv' : 'xlsx';
    const counted = new Written(format);
    const file = await this.files.write(extension, async ({ name, path }) => {
      await session.query(sql.DECLARE_EXPORTED, [id]);
      const { timeZone } = this.config;
      const shape = { path, format, encoding, comma, four, timeZone };
      await writeReadings(shape, exportRows(session, counted));
      await session.query('CLOSE exported');
      return name;
    });
    const fileName = `Показания ${found.day}, выгрузка ${id}${format === 'gis' ? ', ГИС ЖКХ' : ''}.${extension}`;
    const { rows, skippedIds, skippedRows } = counted;
    return { exportId: id, rows, skipped: skippedIds.length, skippedRows, skippedIds, file, fileName };
  }
}
