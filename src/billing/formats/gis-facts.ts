import { decimal, kopecks, type Read } from '../../imports/amounts.js';
import type { Dates } from '../../imports/dates.js';
import type { DocumentFacts } from '../document-facts.js';
import type { InstalmentFacts, LineFacts } from '../line-facts.js';
import { GIS_DOCUMENTS, GIS_SERVICES, gisTitle } from './gis-columns.js';
import { oneLine } from './note.js';

const D = GIS_DOCUMENTS.columns;
const S = GIS_SERVICES.columns;
const LONGEST = 1000;
/** Nothing, nought or a dash; «@» asks ГИС ЖКХ to take what it has itself. */
const NOTHING = /^(?:@|0+(?:[.,]0+)?|[-–—]*)$/;

/** «70АА123456-01-6101»: what ГИС ЖКХ calls a document. */
const IDENTIFIER = /^[\p{L}\d]+(?:-[\p{L}\d]+)*$/u;
const PERCENT = /^\d{1,4}(?:[.,]\d{1,6})?(?:\s?%)?$/;

/** Reads what a document is told with for reference: what cannot be read there is counted, and stops nothing. */
export class GisFacts {
  private readonly documents = new Reference(GIS_DOCUMENTS.name);
  private readonly services = new Reference(GIS_SERVICES.name);

  constructor(private readonly dates: Dates) {}

  /** The facts of a document; nothing where it has none. */
  of(row: number, cells: readonly string[]): { facts?: DocumentFacts } {
    const read = this.documents;
    read.start(row, cells);
    const withInstalment = read.money(D.withInstalment);
    const plain = read.money(D.periodTotal) ?? read.money(D.toPay);
    return known({
      area: read.decimal(D.area),
      livingArea: read.decimal(D.livingArea),
      heatedArea: read.decimal(D.heatedArea),
      residents: read.by(D.residents, (cell) => /^\d{1,4}(?=(?:[.,]0+)?$)/.exec(cell)?.[0]),
      lastPaidOn: read.by(D.lastPaidOn, (cell) => valueOf(this.dates.day(cell))),
      subsidies: read.money(D.subsidies),
      gisId: read.by(D.gisId, (cell) => IDENTIFIER.exec(cell)?.[0]),
      note: read.text(D.note),
      index: read.by(D.index, (cell) => PERCENT.exec(cell)?.[0]),
      executor: company(read.text(D.executorOgrn), read.text(D.executorKpp)),
      // Programs without instalments write the plain total there.
      withInstalment: withInstalment === plain ? undefined : withInstalment,
    });
  }

  /** The facts of a service. */
  line(row: number, cells: readonly string[]): { facts?: LineFacts } {
    const read = this.services;
    read.start(row, cells);
    return known({
      method: read.text(S.method),
      commonMethod: read.text(S.commonMethod),
      own: read.money(S.own),
      common: read.money(S.commonSum),
      ownTotal: read.money(S.ownTotal),
      commonTotal: read.money(S.commonTotal),
      order: read.text(S.order),
      norm: read.number(S.norm),
      commonNorm: read.number(S.commonNorm),
      reading: read.number(S.reading),
      houseReading: read.number(S.houseReading),
      houseVolume: read.number(S.houseVolume),
      houseCommonVolume: read.number(S.houseCommonVolume),
      grounds: read.money(S.grounds),
      supplier: company(read.text(S.ogrn), read.text(S.kpp)),
      instalment: instalment(read),
    });
  }

  /** The facts of the contribution for capital repair, which stands with its document. */
  repair(row: number, cells: readonly string[]): { facts?: LineFacts } {
    const read = this.documents;
    read.start(row, cells);
    return known({
      order: read.text(D.repairOrder),
      grounds: read.money(D.repairGrounds),
      supplier: company(read.text(D.repairOgrn), read.text(D.repairKpp)),
    });
  }

  /** What the report says of what could not be read. */
  notices(): string[] {
    return [...this.documents.notices(), ...this.services.notices()];
  }
}

/** Cells of a sheet that say something for reference. */
class Reference {
  private cells: readonly string[] = [];
  private row = 0;
  /** What could not be read, by the columns. */
  private readonly unread = new Map<number, { count: number; first: number }>();

  constructor(private readonly sheet: string) {}

  start(row: number, cells: readonly string[]): void {
    this.row = row;
    this.cells = cells;
  }

  text(position: number): string | undefined {
    return textOf(this.cells[position]);
  }

  by<Value>(position: number, read: (cell: string) => Value | undefined): Value | undefined {
    const cell = this.text(position);
    if (cell === undefined) return undefined;
    const value = read(cell);
    if (value === undefined) this.miss(position);
    return value;
  }

  money(position: number): number | undefined {
    return this.by(position, (cell) => valueOf(kopecks(cell)));
  }

  decimal(position: number): string | undefined {
    return this.by(position, (cell) => valueOf(decimal(cell)));
  }

  /** A number, or words where somebody has written more: «4,853 на человека». */
  number(position: number): string | undefined {
    const text = this.text(position);
    return text && (valueOf(decimal(text)) ?? text);
  }

  notices(): string[] {
    if (this.unread.size === 0) return [];
    const columns = [...this.unread]
      .sort(([one], [other]) => one - other)
      .map(([position, { count, first }]) => `${gisTitle(position)}: ${count}, первое — строка ${first}`);
    return [
      `Лист «${this.sheet}»: справочные значения, которые не удалось прочитать и которые не переносятся: ${columns.join('; ')}`,
    ];
  }

  private miss(position: number): void {
    const seen = this.unread.get(position);
    if (seen) seen.count += 1;
    else this.unread.set(position, { count: 1, first: this.row });
  }
}

/** Programs without instalments write the plain total there, and noughts. */
function instalment(read: Reference): InstalmentFacts | undefined {
  const plain = read.money(S.total);
  const parts = {
    now: read.money(S.partNow),
    before: read.money(S.partBefore),
    interest: read.money(S.interest),
    percent: read.number(S.percent),
    total: read.money(S.partTotal),
  };
  const { now = plain, before, interest, percent, total = plain } = parts;
  const isPaidInParts = [before, interest, percent].some((part) => part !== undefined);
  return isPaidInParts || now !== plain || total !== plain ? parts : undefined;
}

/** The supplier whose ОГРН and КПП stand in two cells of a row; undefined where it has none. */
export function supplierIn(cells: readonly string[], ogrn: number, kpp: number): string | undefined {
  return company(textOf(cells[ogrn]), textOf(cells[kpp]));
}

/** What a cell says; nothing where it has no more than a dash or nought. */
function textOf(cell = ''): string | undefined {
  const text = cell === '' ? '' : oneLine(cell).slice(0, LONGEST);
  return NOTHING.test(text) ? undefined : text;
}

function company(ogrn: string | undefined, kpp: string | undefined): string | undefined {
  const parts = [ogrn && `ОГРН\u00A0${ogrn}`, kpp && `КПП\u00A0${kpp}`].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function known<Facts extends object>(facts: Facts): { facts?: Facts } {
  return Object.values(facts).some((value) => value !== undefined) ? { facts } : {};
}

function valueOf<Value>(read: Read<Value>): Value | undefined {
  return read.reason === undefined ? read.value : undefined;
}
