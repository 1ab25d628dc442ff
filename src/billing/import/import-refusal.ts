import { money } from '../../text/russian.js';
import type { ControlTotals } from '../formats/billing-records.js';
import type { Control, BillingReport } from './billing-report.js';

/** What the file says it adds up to, beside what was counted; undefined when it says nothing. */
export function controlOf(
  told: ControlTotals | undefined,
  counted: { readonly rows: number; readonly kopecks: number },
): Control | undefined {
  if (!told || (told.rows === undefined && told.kopecks === undefined)) return undefined;
  const { rows } = counted;
  const { counted: kopecks = counted.kopecks, ...totals } = told;
  const differs =
    (told.rows !== undefined && told.rows !== rows) ||
    (told.kopecks !== undefined && told.kopecks !== kopecks);
  return { told: totals, counted: { rows, kopecks }, differs };
}

/** Why a file that could be read is not loaded; nothing when it may be. */
export function refusalOf(
  report: Pick<
    BillingReport,
    'wrong' | 'good' | 'skipped' | 'recognised' | 'unknown' | 'control' | 'question'
  >,
  accept: boolean,
): Pick<BillingReport, 'refusal' | 'asks'> {
  if (report.wrong > 0) {
    return {
      refusal: `В файле есть строки с ошибками: ${report.wrong}. Исправьте их и загрузите файл снова`,
    };
  }
  const refusal = asked(report.control?.differs && controlText(report.control), report.question);
  if (refusal !== undefined && !accept) return { refusal, asks: true };
  const news = report.good + report.unknown.rows + report.recognised;
  if (news === 0 && report.skipped > 0) {
    return { refusal: 'Все платежи файла уже загружены или ждут разноски' };
  }
  return {};
}

/** Questions as one: whoever accepts a file answers all of them. */
export function asked(...questions: readonly (string | false | undefined)[]): string | undefined {
  const some = questions.filter(Boolean);
  return some.length > 0 ? some.join('. ') : undefined;
}

function controlText({ told, counted }: Control): string {
  const parts: string[] = [];
  if (told.rows !== undefined && told.rows !== counted.rows) {
    parts.push(`строк ${told.rows}, а прочитано ${counted.rows}`);
  }
  if (told.kopecks !== undefined && told.kopecks !== counted.kopecks) {
    parts.push(`сумма ${money(told.kopecks)}, а по строкам ${money(counted.kopecks)}`);
  }
  return `Контрольные итоги не сходятся: в файле указано ${parts.join('; ')}`;
}
