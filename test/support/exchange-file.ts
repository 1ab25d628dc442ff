import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExchange } from '../../src/billing/formats/open-billing-file.js';
import { standsAt } from '../../src/imports/sheet-places.js';
import type { ImportLayout } from '../../src/imports/import-layout.js';
import type {
  ControlTotals,
  ExchangeFile,
  ExchangeRecord,
  ReadRow,
  RecordKind,
} from '../../src/billing/formats/billing-records.js';

/** All that a file of the office's accounting has brought. */
export interface ReadFile {
  readonly file: ExchangeFile;
  readonly rows: readonly ReadRow[];
  readonly records: readonly ExchangeRecord[];
  /** `3 Сумма: «x» — не число`, after the sheet where there are several. */
  readonly errors: readonly string[];
  readonly control: ControlTotals | undefined;
  /** How far the progress bar was after each piece of the file. */
  readonly shares: readonly number[];
}

/** How a file is opened. */
export interface ReadOptions {
  readonly name?: string;
  readonly kind?: RecordKind;
  readonly today?: string;
  readonly layout?: ImportLayout;
}

/** Writes a file to the disk and reads it as an import does. */
export async function readExchange(content: Buffer | string, options: ReadOptions = {}): Promise<ReadFile> {
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-exchange-'));
  try {
    const { name = 'file.csv', kind, today = '2026-11-23', layout } = options;
    const path = join(folder, 'file');
    await writeFile(path, content);
    const file = await openExchange(path, name, kind, today, layout);
    const rows: ReadRow[] = [];
    const shares: number[] = [];
    for await (const batch of file.rows()) {
      rows.push(...batch);
      shares.push(file.share?.() ?? 0);
    }
    const records = rows.flatMap((row) => (row.errors ? [] : [row.record]));
    const errors = rows.flatMap((row) => row.errors ?? []);
    return {
      file,
      rows,
      records,
      errors: errors.map(({ row: place, field, reason }) => {
        const { sheet, row } = standsAt(place, file.sheets ?? []);
        const where = `${sheet === undefined ? '' : `«${sheet}» `}${row}`;
        return `${where}${field === undefined ? '' : ` ${field}`}: ${reason}`;
      }),
      control: file.control(),
      shares,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A text as the bytes that most Russian programs write. */
export function windows1251(text: string): Buffer {
  return encoded(text, 'windows-1251');
}

/** A text as the bytes of an encoding with one byte for a letter. */
export function encoded(
  text: string,
  encoding: 'ibm866' | 'koi8-r' | 'x-mac-cyrillic' | 'windows-1251',
): Buffer {
  const bytes = Array.from({ length: 128 }, (_, index) => index + 128);
  const letters = new Map(bytes.map((byte) => [new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte]));
  return Buffer.from(
    [...text].map((letter) => (letter < '\x80' ? letter.charCodeAt(0) : letters.get(letter)!)),
  );
}
