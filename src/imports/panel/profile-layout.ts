import type { ImportLayout } from '../import-layout.js';

/** A layout as it is typed into a form. */
export interface TypedLayout {
  readonly encoding: string;
  readonly delimiter: string;
  readonly decimal: string;
  readonly skipRows: number | undefined;
  readonly accountLength: number | undefined;
  /** A line for each column: `Лицевой счет = Номер ЛС`. */
  readonly columns: string;
}

/** What each part of a layout is called in a form. */
export const LAYOUT_CHOICES = {
  encoding: {
    auto: 'По файлу',
    utf8: 'UTF-8',
    win: 'Windows-1251',
    dos: 'DOS (CP866)',
    koi: 'KOI8-R',
  },
  delimiter: {
    auto: 'По файлу',
    semicolon: 'Точка с запятой',
    comma: 'Запятая',
    tab: 'Табуляция',
    bar: 'Вертикальная черта',
  },
  decimal: { auto: 'Запятая или точка', comma: 'Запятая', dot: 'Точка' },
} as const;

const DELIMITERS = { semicolon: ';', comma: ',', tab: '\t', bar: '|' } as const;
const DECIMALS = { comma: ',', dot: '.' } as const;
const ENCODINGS = { utf8: 'utf-8', win: 'windows-1251', dos: 'ibm866', koi: 'koi8-r' } as const;

/** The words of a form with what a layout says for them. */
export const LAYOUT_VALUES = { encoding: ENCODINGS, delimiter: DELIMITERS, decimal: DECIMALS } as const;

/** The layout that was meant, or what is wrong with the lines of columns; `fields` are known columns with their Russian names. */
export function layoutOf(
  typed: TypedLayout,
  fields: Readonly<Record<string, string>>,
): { layout: ImportLayout; problem?: undefined } | { problem: string } {
  const columns: Record<string, string> = {};
  for (const [index, line] of typed.columns.split('\n').entries()) {
    if (line.trim() === '') continue;
    const problem = addColumn(columns, line, fields);
    if (problem !== undefined) return { problem: `Строка ${index + 1}: ${problem}` };
  }
  const { skipRows, accountLength } = typed;
  return {
    layout: {
      ...(isKey(ENCODINGS, typed.encoding) && { encoding: ENCODINGS[typed.encoding] }),
      ...(isKey(DELIMITERS, typed.delimiter) && { delimiter: DELIMITERS[typed.delimiter] }),
      ...(isKey(DECIMALS, typed.decimal) && { decimal: DECIMALS[typed.decimal] }),
      ...(skipRows ? { skipRows } : {}),
      ...(accountLength ? { accountLength } : {}),
      ...(Object.keys(columns).length > 0 && { columns }),
    },
  };
}

function addColumn(
  columns: Record<string, string>,
  line: string,
  fields: Readonly<Record<string, string>>,
): string | undefined {
  const [typed = '', ...rest] = line.split('=');
  const title = rest.join('=').trim();
  if (rest.length === 0) return 'напишите поле и заголовок через знак «=», например: лицевой счет = Номер ЛС';
  const field = fieldOf(typed.trim(), fields);
  if (field === undefined) {
    return `поля «${typed.trim()}» нет. Есть: ${Object.values(fields).join(', ')}`;
  }
  if (title === '') return `не указан заголовок для поля «${typed.trim()}»`;
  if (title.length > 200) return 'заголовок длиннее 200 символов';
  if (columns[field] !== undefined) return `поле «${typed.trim()}» уже указано выше`;
  if (Object.values(columns).some((other) => other.toLowerCase() === title.toLowerCase())) {
    return `столбец «${title}» уже указан для другого поля`;
  }
  columns[field] = title;
  return undefined;
}

/** Fields are known by their names in the neutral file and by their Russian ones. */
function fieldOf(typed: string, fields: Readonly<Record<string, string>>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е');
  const wanted = plain(typed);
  return Object.entries(fields).find(([field, name]) => field === wanted || plain(name) === wanted)?.[0];
}

function isKey<T extends object>(known: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(known, key);
}
