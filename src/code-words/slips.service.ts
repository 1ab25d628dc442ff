import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { nonBreaking } from '../text/russian.js';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import type { Config } from '../core/config.js';
import { drawQr, type QrDrawing } from '../core/qr.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { CodeWordsService } from './code-words.service.js';
import { type Queryable, rowsOf } from '../core/query.js';
import { HOUR, limit } from '../core/limits.js';

/** Sheets of slips with words that are not ours. */
const SLIPS_STAFF = limit('slips: staff', 10, HOUR);

/** What a slip says. */
export interface SlipText {
  readonly word: string;
  readonly accounts: { number: string; address: string }[];
  readonly expiresAt: Date;
  readonly maxUses: number;
  /** Said on the slip, since its owner may expect more. */
  readonly family: boolean;
}

/** One slip of the printed sheet. */
export interface Slip extends SlipText {
  readonly qr: QrDrawing;
}

interface SlipRow {
  id: string;
  expires_at: Date;
  max_uses: number;
  makes: string;
  number: string;
  address: string;
}

/** A QR code takes about 3 ms: others get their turn after so many. */
const AT_A_STRETCH = 20;

/** Makes slips for residents out of words that staff have just been shown; the words themselves are kept nowhere. */
@Injectable()
export class SlipsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly codeWords: CodeWordsService,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
  ) {}

  /** A slip for each word that is really ours, in the order of the words; whoever shows others is guessing, and counted. */
  async sheet(words: string[], staff: Actor & { id: string }): Promise<Slip[]> {
    const counter: Counter = [SLIPS_STAFF, staff.id];
    await this.throttle.pass(counter);
    const ids = await this.codeWords.idsOf(words);
    const misses = words.filter((word) => !ids.has(word)).length;
    if (misses === 0) {
      await this.throttle.release([counter], []);
    } else {
      const object = { kind: 'staff', id: staff.id } as const;
      await this.audit.record(this.database.manager, staff, 'code-word.refused', object, { misses });
    }
    return this.drawn(await this.texts(ids));
  }

  /** The same slips with their QR codes. */
  async drawn(texts: SlipText[]): Promise<Slip[]> {
    const slips: Slip[] = [];
    for (const text of texts) {
      // In the fragment, so that the word reaches neither a log nor a proxy.
      const address = `${this.config.publicUrl}/accounts/link/word#${encodeURIComponent(text.word)}`;
      slips.push({ ...text, qr: drawQr(address) });
      if (slips.length % AT_A_STRETCH === 0) await yieldToEventLoop();
    }
    return slips;
  }

  /** The same without QR codes, for words whose ids are known. */
  async texts(ids: Map<string, string>, on: Queryable = this.database): Promise<SlipText[]> {
    const rows = await rowsOf<SlipRow>(
      on,
      `SELECT w.id, w.expires_at, w.max_uses, w.makes, a.number, a.address
       FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id
       JOIN account_places a ON a.id = c.account_id
       WHERE w.id = ANY($1) ORDER BY a.number`,
      [[...ids.values()]],
    );
    const byWord = new Map<string, SlipRow[]>();
    for (const row of rows) {
      const known = byWord.get(row.id);
      if (known) known.push(row);
      else byWord.set(row.id, [row]);
    }
    return [...ids].flatMap(([word, id]) => {
      const [first, ...others] = byWord.get(id) ?? [];
      return first ? [slipText(word, first, [first, ...others])] : [];
    });
  }
}

function slipText(word: string, first: SlipRow, rows: SlipRow[]): SlipText {
  return {
    word,
    accounts: rows.map((row) => ({
      number: row.number,
      address: nonBreaking(row.address),
    })),
    expiresAt: first.expires_at,
    maxUses: first.max_uses,
    family: first.makes === 'family',
  };
}
