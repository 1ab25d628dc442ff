import { decimal, inSentence, money } from '../text/russian.js';
import { toldBy } from '../billing/document-facts.js';
import type { Receipt, ReceiptLine } from './receipt.js';
import type { SectionView } from './section-view.js';

/** What the file tells of services for reference: how volumes were found, norms, house meters; services that are told the same share a line. */
export function serviceNotes({ lines }: Receipt): string[] {
  const services = new Map<string, string[]>();
  for (const line of lines) {
    const told = factsOf(line).join('; ');
    if (told === '') continue;
    const alike = services.get(told) ?? [];
    if (!alike.includes(line.service)) services.set(told, [...alike, line.service]);
  }
  return [...services].map(([told, alike]) => `${alike.join(', ')}: ${told}`);
}

/** What is paid in parts, by service, and how much of it is to be paid now. */
export function instalmentSection({ lines, facts }: Receipt): SectionView[] {
  const items = lines.flatMap(({ service, facts: { instalment } }) => {
    if (!instalment) return [];
    const { now, before, interest, percent, total } = instalment;
    const rate =
      percent === undefined ? '' : ` (${numbers(percent)}${/[%\p{L}]/u.test(percent) ? '' : '\u00A0%'})`;
    const told = [
      sum('за этот месяц', now),
      sum('за прошлые месяцы', before),
      interest === undefined
        ? rate && `проценты за рассрочку${rate}`
        : `проценты за рассрочку ${money(interest)}${rate}`,
      sum('всего к оплате с рассрочкой', total),
    ];
    return [`${service}: ${told.filter(Boolean).join(', ')}`];
  });
  const whole = toldBy(facts, ({ withInstalment }) =>
    withInstalment === undefined ? '' : money(withInstalment),
  );
  if (whole) items.push(`По всему документу с рассрочкой и процентами: ${whole}`);
  return items.length === 0 ? [] : [{ title: 'Рассрочка платежа', items, note: NOTE }];
}

/** How much of a recalculation its grounds explain, where that is not all of it. */
export function groundsOf({ recalculated, facts: { grounds } }: ReceiptLine): string {
  if (grounds === undefined || BigInt(grounds) === recalculated) return '';
  return `, из них по этому основанию ${money(grounds)}`;
}

const NOTE =
  'Платить в рассрочку можно, если вы договорились о ней с компанией. «Итого к оплате» — вся сумма, без рассрочки.';

function factsOf({ unit, facts }: ReceiptLine): string[] {
  const { method, commonMethod, norm, commonNorm, reading, houseReading, own, common } = facts;
  const volume = (label: string, value: string | undefined) =>
    value === undefined
      ? ''
      : `${label} ${numbers(value)}${unit && /^[\d.-]+$/.test(value) ? `\u00A0${unit}` : ''}`;
  return [
    group('объём определён', [
      method === undefined ? '' : found(method),
      commonMethod === undefined ? '' : `на общее имущество — ${found(commonMethod)}`,
    ]),
    group('норматив потребления', [
      norm === undefined ? '' : numbers(norm),
      commonNorm === undefined ? '' : `на общее имущество ${numbers(commonNorm)}`,
    ]),
    group('показание счетчика', [
      reading === undefined ? '' : `в квартире ${numbers(reading)}`,
      houseReading === undefined ? '' : `общедомового ${numbers(houseReading)}`,
    ]),
    group('объём по всему дому', [
      volume('в помещениях', facts.houseVolume),
      volume('на общее имущество', facts.houseCommonVolume),
    ]),
    // What is for the flat alone is the charge itself.
    common === undefined
      ? ''
      : group('из начисленного', [sum('за квартиру', own), sum('на общее имущество', common)]),
    facts.commonTotal === undefined || (facts.ownTotal === own && facts.commonTotal === common)
      ? ''
      : group('из всего по услуге', [
          sum('за квартиру', facts.ownTotal),
          sum('на общее имущество', facts.commonTotal),
        ]),
    facts.order === undefined ? '' : `порядок расчёта: ${inSentence(facts.order)}`,
    facts.supplier === undefined ? '' : `поставщик: ${facts.supplier}`,
  ].filter((words) => words !== '');
}

/** The words of ГИС ЖКХ in a sentence; others stay as they are. */
function found(method: string): string {
  const words = method.toLowerCase().replaceAll('ё', 'е').trim();
  if (/^прибор\S* учета$/.test(words)) return 'по прибору учета';
  if (/^норматив\S*$/.test(words)) return 'по нормативу';
  return words === 'иное' ? 'иным способом' : `так: ${inSentence(method)}`;
}

function sum(label: string, kopecks: number | undefined): string {
  return kopecks === undefined ? '' : `${label} ${money(kopecks)}`;
}

function group(label: string, parts: readonly string[]): string {
  const told = parts.filter((part) => part !== '');
  return told.length === 0 ? '' : `${label} ${told.join(', ')}`;
}

function numbers(text: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? decimal(text) : text;
}
