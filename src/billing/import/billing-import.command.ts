import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { explained, sameFile } from '../../imports/file-troubles.js';
import { ProgressBar } from '../../imports/progress-bar.js';
import { KIND_NAMES } from '../formats/formats.js';
import type { ImportLayout, RecordKind } from '../formats/billing-records.js';
import { type BillingReport, type ImportWatch, refusedReport } from './billing-report.js';
import type { BillingImportService } from './billing-import.service.js';
import { describeLoad } from './billing-report-text.js';
import type { UndoService } from './undo.service.js';

const USAGE = `Загрузка начислений, сальдо и платежей (CSV, XLSX, шаблон ГИС ЖКХ, реестры банков, выписка 1С):
  npm run import -- charges|balances|payments ФАЙЛ [--dry-run] [--errors ОШИБКИ.csv] [--profile ИМЯ] [--accept-difference]
  npm run import -- undo НОМЕР

  --dry-run             только проверить файл, ничего не менять
  --errors ФАЙЛ         записать строки с ошибками и их причины в отдельный файл
  --profile ИМЯ         столбцы файла описаны в профиле загрузки
  --accept-difference   загрузить, хотя контрольные итоги файла не сходятся
  undo НОМЕР            отменить загрузку: всё станет таким, каким было до неё`;

const ACTOR = { kind: 'system', name: 'npm run import' } as const;

interface Order {
  readonly kind: RecordKind;
  readonly file: string;
  readonly dryRun: boolean;
  readonly errors?: string;
  readonly profile?: string;
  readonly acceptDifference: boolean;
}

/** What a load from the command line needs. */
interface Tools {
  readonly loads: BillingImportService;
  /** The layout of a profile; undefined when there is no such profile for this kind. */
  layoutOf(profile: string, kind: RecordKind): Promise<ImportLayout | undefined>;
  readonly terminal: { isTTY?: boolean; write(text: string): unknown };
}

/** Loads a file from the command line and prints the report. Returns 0 when it was loaded or could be, else 1. */
export async function runBillingImport(
  args: string[],
  tools: Tools,
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
  const bar = new ProgressBar(tools.terminal);
  let written = '';
  const watch: ImportWatch = {
    progress: (done, goal) => bar.show(done, goal),
    ...(order.errors && {
      wrongRows: () => {
        written = order.errors!;
        return createWriteStream(written, { mode: 0o600 });
      },
    }),
  };
  try {
    const report = await carryOut(order, tools, watch);
    bar.clear();
    for (const line of describeLoad(report, order.dryRun, written)) print(line);
    return report.refusal === undefined ? 0 : 1;
  } catch (error) {
    bar.clear();
    print(`Ничего не загружено: ${explained(error)}.`);
    return 1;
  }
}

/** Takes a load back from the command line. Returns 0 when it was taken back, else 1. */
export async function runUndo(
  args: string[],
  service: UndoService,
  print: (line: string) => void,
): Promise<number> {
  const [batch = '', ...rest] = args;
  if (!/^\d+$/.test(batch) || rest.length > 0) {
    print(USAGE);
    return 1;
  }
  try {
    const undone = await service.undo(batch, ACTOR);
    print(
      undone.refusal === undefined
        ? `Загрузка № ${batch} («${undone.fileName}») отменена. Строк: ${undone.rows.toLocaleString('ru-RU')}`
        : `${undone.refusal}.`,
    );
    return undone.refusal === undefined ? 0 : 1;
  } catch (error) {
    print(`Ничего не отменено: ${explained(error)}.`);
    return 1;
  }
}

function understand(args: string[]): Order | undefined {
  try {
    const options = {
      'dry-run': { type: 'boolean', default: false },
      'accept-difference': { type: 'boolean', default: false },
      errors: { type: 'string' },
      profile: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [kind, file, ...rest] = positionals;
    if (!isKind(kind) || !file || rest.length > 0 || values.errors === '') return undefined;
    const { errors, profile } = values;
    return {
      kind,
      file,
      dryRun: values['dry-run'],
      acceptDifference: values['accept-difference'],
      ...(errors !== undefined && { errors }),
      ...(profile !== undefined && { profile }),
    };
  } catch {
    return undefined;
  }
}

function isKind(word: string | undefined): word is RecordKind {
  return word === 'charges' || word === 'balances' || word === 'payments';
}

async function carryOut(order: Order, tools: Tools, watch: ImportWatch): Promise<BillingReport> {
  const { kind, file, profile, acceptDifference } = order;
  const layout = profile === undefined ? undefined : await tools.layoutOf(profile, kind);
  if (profile !== undefined && !layout) {
    return refusedReport(file, `Нет профиля «${profile}» для файлов вида «${KIND_NAMES[kind]}»`);
  }
  const options = { kind, acceptDifference, ...(layout && { layout }) };
  return order.dryRun
    ? tools.loads.dryRun(file, file, options, watch)
    : tools.loads.load(file, file, ACTOR, options, watch);
}
