import { Injectable } from '@nestjs/common';
import { type ImportLoad, ImportsUndo, type Undoable } from '../../accounts/import/imports-undo.service.js';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import { undoneWords } from '../../imports/undoing.js';
import { monthAndYear } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { CREATE_DONE, KEEP_UNDONE } from './loads-in-history.js';
import { TakenBackLetters } from '../taken-back/taken-back-letters.service.js';
import * as sql from './meters-undo.sql.js';

interface Counts extends Record<string, unknown> {
  readonly meters: number;
  readonly readings: number;
  readonly keptMeters: number;
  readonly keptReadings: number;
  readonly named: string[];
}

interface Missed extends Record<string, unknown> {
  readonly month: string;
  readonly accounts: number;
}

const METERS = ['счетчик', 'счетчика', 'счетчиков'] as const;
const READINGS = ['показание', 'показания', 'показаний'] as const;

/** Takes loads of meters and readings back: the readings first, then what their meters were. */
@Injectable()
export class MetersUndo implements Undoable {
  readonly kind = 'meters';
  readonly isKnown = sql.IS_KNOWN;

  constructor(
    undo: ImportsUndo,
    private readonly audit: AuditService,
    private readonly letters: TakenBackLetters,
  ) {
    undo.register(this);
  }

  async takeBack(session: ImportSession, load: ImportLoad, actor: Actor): Promise<string | undefined> {
    const { id, file_name: fileName } = load;
    for (const statement of [sql.CREATE_TOUCHED, sql.LOCK_TOUCHED, CREATE_DONE, sql.CREATE_TAKEN_READINGS]) {
      await session.query(statement, [id]);
    }
    const letters = await this.letters.write(session.tx, {
      ...{ restores: true, readings: 'r.id IN (SELECT id FROM taken_readings)', parameters: [] },
      ...{ event: `import ${id}`, why: 'Файл, из которого они были взяты, офис отменил.' },
    });
    for (const statement of sql.TAKE_READINGS_BACK) await session.query(statement);
    await session.query(sql.CREATE_TAKEN, [id]);
    for (const statement of sql.LEAVE_USED) await session.query(statement);
    while ((await session.query(sql.LEAVE_UNFIT)).length > 0);
    await session.query(sql.TAKE_LINKS_BACK, [id]);
    for (const statement of sql.TAKE_METERS_BACK) await session.query(statement);
    const [counts] = await session.query<Counts>(sql.COUNT, [id]);
    const { meters, readings, keptMeters, keptReadings, named } = counts!;
    if (meters + readings === 0) {
      if (keptMeters + keptReadings === 0) return undefined;
      throw new ImportRefused(
        'Отменить нельзя: все счетчики и показания этой загрузки с тех пор изменили или используют',
      );
    }
    for (const statement of [KEEP_UNDONE, ...sql.FORGET]) await session.query(statement, [id]);
    const details = { fileName, meters, readings, keptMeters, keptReadings };
    await this.audit.record(session.tx, actor, 'meters.undone', { kind: 'import', id }, details);
    const gone = [[meters, ...METERS] as const, [readings, ...READINGS] as const];
    const kept = [[keptMeters, ...METERS] as const, [keptReadings, ...READINGS] as const];
    const [missed] = await session.query<Missed>(sql.MISSED);
    return `${undoneWords(fileName, gone, kept, named)}${lettersWords(letters)}${missed ? missedWords(missed) : ''}`;
  }
}

/** Who has seen these readings and wants such letters has got one. */
function lettersWords(letters: number): string {
  return letters === 0
    ? ''
    : ` Жителям, которые видели эти показания и согласились на письма, написано писем: ${letters}.`;
}

/** Residents of some have agreed to no letters, and of all somebody has to send the readings again. */
function missedWords({ month, accounts }: Missed): string {
  const whose = plural(accounts, 'лицевого счета', 'лицевых счетов', 'лицевых счетов');
  return ` У ${accounts} ${whose} с личным кабинетом теперь нет показаний за ${monthAndYear(month)}: напомните жителям о них в разделе «Кто не передал».`;
}
