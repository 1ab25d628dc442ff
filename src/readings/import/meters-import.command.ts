import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { explained, sameFile } from '../../imports/file-troubles.js';
import { ProgressBar } from '../../imports/progress-bar.js';
import type { ImportWatch } from './meters-report.js';
import type { MetersImportService } from './meters-import.service.js';
import { describeMeters } from './meters-report-words.js';

const USAGE = `Загрузка счетчиков и показаний (CSV, XLSX, файл condo, csv_1s):
  npm run import -- meters ФАЙЛ [--dry-run] [--errors ОШИБКИ.csv] [--account-length ЦИФР]

  --dry-run               только проверить файл, ничего не менять
  --errors ФАЙЛ           записать строки с ошибками и их причины в отдельный файл
  --account-length ЦИФР   дополнить номера лицевых счетов нулями слева: их теряет Excel`;

interface Order {
  readonly file: string;
  readonly dryRun: boolean;
  readonly errors?: string | undefined;
  readonly accountLength?: number | undefined;
}

/** What prints how far a load is. */
interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Loads meters and readings from the command line and prints the report. Returns 0 when there was at least one good
 * row, else 1.
 */
export async function runMetersImport(
  args: string[],
  service: MetersImportService,
  terminal: Terminal,
  print: (line: string) => void,
): Promise<number> {
  const order = understand(args);
  if (!order) {
    print(USAGE);
    return 1;
  }
  const { file, dryRun, errors, accountLength } = order;
  if (errors && (await sameFile(file, errors))) {
    print('Файл для ошибок — это сам загружаемый файл. Укажите другой.');
    return 1;
  }
  const bar = new ProgressBar(terminal);
  let written = '';
  const watch: ImportWatch = {
    progress: (done, goal) => bar.show(done, goal),
    ...(errors && {
      wrongRows: () => {
        written = errors;
        return createWriteStream(errors, { mode: 0o600 });
      },
    }),
  };
  try {
    const report = dryRun
      ? await service.dryRun(file, file, { accountLength }, watch)
      : await service.load(file, file, { kind: 'system', name: 'npm run import' }, { accountLength }, watch);
    bar.clear();
    for (const line of describeMeters(report, dryRun, written)) print(line);
    return report.new + report.changed + report.unchanged + report.kept > 0 ? 0 : 1;
  } catch (error) {
    bar.clear();
    print(`Ничего не загружено: ${explained(error)}.`);
    return 1;
  }
}

function understand(args: string[]): Order | undefined {
  try {
    const options = {
      'dry-run': { type: 'boolean', default: false },
      errors: { type: 'string' },
      'account-length': { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [, file, ...rest] = positionals;
    const { errors, 'account-length': length } = values;
    if (!file || rest.length > 0 || errors === '') return undefined;
    if (length !== undefined && !/^([1-9]|[12]\d|30)$/.test(length)) return undefined;
    return {
      file,
      dryRun: values['dry-run'],
      errors,
      accountLength: length === undefined ? undefined : Number(length),
    };
  } catch {
    return undefined;
  }
}
