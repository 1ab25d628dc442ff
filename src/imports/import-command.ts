import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { explained, sameFile } from './file-troubles.js';
import type { ImportKind, ImportKinds, ImportOrder } from './import-kinds.js';
import type { ImportLayout } from './import-layout.js';
import type { ImportReport, ImportWatch } from './import-report.js';
import { terminalLines } from './import-words.js';
import { ProgressBar } from './progress-bar.js';

const USAGE = `Загрузка файлов (CSV, XLSX; начисления и платежи — ещё шаблон ГИС ЖКХ, реестры банков, выписка 1С):
  npm run import -- accounts|charges|balances|payments|meters ФАЙЛ [ключи]
  npm run import -- undo НОМЕР

  accounts              лицевые счета
  charges               начисления
  balances              сальдо
  payments              платежи
  meters                счетчики и показания
  undo НОМЕР            отменить загрузку: всё станет таким, каким было до неё

  --dry-run             только проверить файл, ничего не менять
  --errors ФАЙЛ         записать строки с ошибками и их причины в отдельный файл
  --profile ИМЯ         столбцы файла описаны в профиле загрузки
  --account-length ЦИФР дополнить номера лицевых счетов нулями слева: их теряет Excel
  --overwrite           заменить тем, что в файле, и исправленное вручную
  --accept              загрузить, хотя проверка спрашивает (итоги файла не сходятся, много новых домов)`;

const ACTOR = { kind: 'system', name: 'npm run import' } as const;

interface Command {
  readonly kind: ImportKind;
  readonly what: string;
  readonly file: string;
  readonly dryRun: boolean;
  readonly errors?: string | undefined;
  readonly profile?: string | undefined;
  readonly accountLength?: number | undefined;
  readonly order: ImportOrder;
}

/** What the command needs. */
export interface ImportTools {
  readonly kinds: ImportKinds;
  /** The layout of a profile; undefined when there is no such profile for such files. */
  readonly layoutOf: (profile: string, what: string) => Promise<ImportLayout | undefined>;
  readonly terminal: { isTTY?: boolean; write(text: string): unknown };
  readonly print: (line: string) => void;
}

/** Loads a file from the command line and prints the report; gives the exit code. */
export async function runImport(args: string[], tools: ImportTools): Promise<number> {
  const { print } = tools;
  const command = understand(args, tools.kinds);
  if (!command) {
    print(USAGE);
    return 1;
  }
  if (command.errors && (await sameFile(command.file, command.errors))) {
    print('Файл для ошибок — это сам загружаемый файл. Укажите другой.');
    return 1;
  }
  const bar = new ProgressBar(tools.terminal);
  let written = '';
  const watch: ImportWatch<ImportReport> = {
    progress: (done, goal) => bar.show(done, goal),
    ...(command.errors && {
      wrongRows: () => {
        written = command.errors!;
        return createWriteStream(written, { mode: 0o600 });
      },
    }),
  };
  try {
    const report = await carryOut(command, tools, watch);
    bar.clear();
    const { kind, dryRun, order } = command;
    const words = kind.words(report, dryRun, order);
    const undo = kind.undo?.(report);
    for (const line of terminalLines(report, words, { dryRun, written, undo })) print(line);
    return kind.isGood(report) ? 0 : 1;
  } catch (error) {
    bar.clear();
    print(`Ничего не загружено: ${explained(error)}.`);
    return 1;
  }
}

async function carryOut(
  { kind, what, file, dryRun, profile, accountLength, order }: Command,
  { layoutOf }: ImportTools,
  watch: ImportWatch<ImportReport>,
): Promise<ImportReport> {
  const known = profile === undefined ? {} : await layoutOf(profile, what);
  if (!known) {
    const { title } = kind.brings[what]!;
    return kind.imports.refused(file, `Нет профиля «${profile}» для файлов вида «${title.toLowerCase()}»`);
  }
  const layout = { ...known, ...(accountLength !== undefined && { accountLength }) };
  const whole = { ...order, layout };
  return dryRun
    ? kind.imports.dryRun(file, file, whole, watch)
    : kind.imports.load(file, file, ACTOR, whole, watch);
}

function understand(args: string[], kinds: ImportKinds): Command | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const options = {
    ...{ 'dry-run': flag, overwrite: flag, accept: flag, 'accept-difference': flag },
    ...{ errors: text, profile: text, 'account-length': text },
  };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [what = '', file, ...rest] = positionals;
    const { errors, profile, 'account-length': length } = values;
    const kind = kinds.bringing(what);
    if (!kind || !file || rest.length > 0 || errors === '') return undefined;
    if (length !== undefined && !/^([1-9]|[12]\d|30)$/.test(length)) return undefined;
    return {
      ...{ kind, what, file, errors, profile, dryRun: values['dry-run'] },
      accountLength: length === undefined ? undefined : Number(length),
      order: {
        kind: what,
        accept: values.accept || values['accept-difference'],
        byHand: values.overwrite ? 'overwrite' : 'keep',
      },
    };
  } catch {
    return undefined;
  }
}
