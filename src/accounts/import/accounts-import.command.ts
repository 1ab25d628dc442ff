import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { explained, sameFile } from '../../imports/file-troubles.js';
import type { AccountsImportService } from './accounts-import.service.js';
import type { ImportReport, ImportWatch } from './accounts-report.js';
import { describeReport } from './accounts-report-text.js';
import type { ByHandChoice } from './disputed.js';

const USAGE = `Загрузка лицевых счетов из файла CSV:
  npm run import -- accounts ФАЙЛ.csv [--dry-run] [--overwrite] [--errors ОШИБКИ.csv]

  --dry-run        только проверить файл, ничего не менять
  --overwrite      заменить тем, что в файле, и исправленное вручную
  --errors ФАЙЛ    записать строки с ошибками и их причины в отдельный файл`;

interface Order {
  readonly file: string;
  readonly dryRun: boolean;
  readonly errors?: string;
  readonly byHand: ByHandChoice;
}

/**
 * Loads a file from the command line and prints the report. Returns the exit code:
 * 0 when there was at least one good row, 1 when there was none, or nothing could be read.
 */
export async function runImport(
  args: string[],
  service: Pick<AccountsImportService, 'dryRun' | 'load'>,
  print: (line: string) => void,
): Promise<number> {
  const order = understand(args);
  if (!order) {
    print(USAGE);
    return 1;
  }
  if (order.errors && (await sameFile(order.file, order.errors))) {
    print('Файл для ошибок — это сам загружаемый файл. Укажите другой.');
    return 1;
  }
  try {
    const report = await carryOut(order, service, print);
    for (const line of describeReport(report, order.dryRun, order.errors, order.byHand)) print(line);
    return report.new + report.changed + report.unchanged > 0 ? 0 : 1;
  } catch (error) {
    print(`Ничего не загружено: ${explained(error)}.`);
    return 1;
  }
}

function understand(args: string[]): Order | undefined {
  try {
    const flag = { type: 'boolean' } as const;
    const options = { 'dry-run': flag, overwrite: flag, errors: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [kind, file, ...rest] = positionals;
    if (kind !== 'accounts' || !file || rest.length > 0 || values.errors === '') return undefined;
    const byHand = values.overwrite ? 'overwrite' : 'keep';
    return { file, dryRun: values['dry-run'] ?? false, errors: values.errors, byHand };
  } catch {
    return undefined;
  }
}

async function carryOut(
  { file, dryRun, errors, byHand }: Order,
  service: Pick<AccountsImportService, 'dryRun' | 'load'>,
  print: (line: string) => void,
): Promise<ImportReport> {
  const watch: ImportWatch = {
    byHand,
    progress: (rows) => print(`Прочитано строк: ${rows.toLocaleString('ru-RU')}`),
    ...(errors && { wrongRows: () => createWriteStream(errors, { mode: 0o600 }) }),
  };
  const stream: Readable = createReadStream(file);
  return dryRun
    ? service.dryRun(stream, file, watch)
    : service.load(stream, file, { kind: 'system', name: 'npm run import' }, watch);
}
