import { describe, expect, it } from '@jest/globals';
import { type Role, ROLES, rightsOf } from '../accounts/household/rights.js';
import type { LineFacts } from './line-facts.js';
import { isOpenDay, isOpenMonth, moneyView, receiptSeen } from './money-seen.js';

const FACTS: LineFacts = { norm: '0.03', own: 300_000, common: 20_000, method: 'Норматив', supplier: 'ТЭЦ' };
const NOTHING: LineFacts = {};
const LINE = {
  ...{ service: 'Отопление', unit: 'Гкал', volume: '1.5', commonVolume: '0.1', tariff: '2000' },
  ...{ charged: 320_000n, benefit: 39_259n, total: 280_741n },
  facts: FACTS,
};
const AREA = {
  ...LINE,
  service: 'Содержание',
  unit: 'м²',
  volume: '54.3',
  benefit: 0n,
  charged: 5n,
  total: 5n,
  facts: NOTHING,
};
const WATER = { ...AREA, service: 'Вода', unit: 'м³', volume: '7', commonVolume: null };
const RECEIPT = {
  ...{ owner: 'Петров П. П.', area: '54.3', residents: 3, lastPaidOn: '2026-11-10', closing: 281_000n },
  ...{ charged: 320_010n, benefit: 39_259n, lines: [LINE, AREA, WATER], debts: [{ period: '2026-07' }] },
  facts: [
    {
      ...{
        area: '54.3',
        livingArea: '30',
        heatedArea: '50',
        residents: '3',
        subsidies: 100,
        note: 'Ветеран труда',
      },
      ...{ lastPaidOn: '2026-11-10', gisId: '80АА', number: '7', index: '112' },
    },
  ],
};
const ROLE_NAMES = Object.keys(ROLES) as Role[];
const since = (role: Role): Date | null => (role === 'tenant' ? new Date('2026-11-23T04:00:00Z') : null);
const viewOf = (role: Role) =>
  moneyView({ may: rightsOf(role, true), tenantSince: since(role) }, (moment) =>
    moment.toISOString().slice(0, 10),
  );

/** Who is told each field that tells of the owner, of the flat or of former months: + is told, − is not. */
const TOLD = `
               owner family trusted payer tenant
  name         +     +      +       −     −
  area         +     +      +       −     −
  residents    +     +      +       −     −
  benefit      +     +      +       −     −
  lineBenefit  +     +      +       −     −
  lineVolume   +     +      +       −     −
  areaVolume   +     +      +       −     −
  waterVolume  +     +      +       +     +
  norm         +     +      +       −     −
  own          +     +      +       −     −
  supplier     +     +      +       +     +
  facts.area   +     +      +       −     −
  living       +     +      +       −     −
  heated       +     +      +       −     −
  persons      +     +      +       −     −
  subsidies    +     +      +       −     −
  note         +     +      +       −     −
  gisId        +     +      +       +     +
  number       +     +      +       +     +
  index        +     +      +       +     +
  paidBefore   +     +      +       +     −
  factPaid     +     +      +       +     −
  debts        +     +      +       +     −
  october      +     +      +       +     −
  november     +     +      +       +     +
  paymentOf22  +     +      +       +     −
  paymentOf23  +     +      +       +     +`;

const isTold: Record<string, (role: Role) => boolean> = Object.fromEntries(
  Object.entries<(seen: typeof RECEIPT, role: Role) => unknown>({
    name: ({ owner }) => owner,
    area: ({ area }) => area,
    residents: ({ residents }) => residents,
    benefit: ({ benefit }) => benefit,
    lineBenefit: ({ lines }) => lines[0]!.benefit,
    lineVolume: ({ lines: [line] }) => line!.volume ?? line!.commonVolume ?? line!.tariff,
    areaVolume: ({ lines: [, area] }) => area!.volume ?? area!.commonVolume ?? area!.tariff,
    waterVolume: ({ lines: [, , water] }) => water!.volume && water!.tariff,
    norm: ({ lines: [line] }) => line!.facts.norm ?? line!.facts.method,
    own: ({ lines: [line] }) => line!.facts.own ?? line!.facts.common,
    supplier: ({ lines: [line] }) => line!.facts.supplier,
    'facts.area': ({ facts: [fact] }) => fact!.area,
    living: ({ facts: [fact] }) => fact!.livingArea,
    heated: ({ facts: [fact] }) => fact!.heatedArea,
    persons: ({ facts: [fact] }) => fact!.residents,
    subsidies: ({ facts: [fact] }) => fact!.subsidies,
    note: ({ facts: [fact] }) => fact!.note,
    gisId: ({ facts: [fact] }) => fact!.gisId,
    number: ({ facts: [fact] }) => fact!.number,
    index: ({ facts: [fact] }) => fact!.index,
    paidBefore: ({ lastPaidOn }) => lastPaidOn,
    factPaid: ({ facts: [fact] }) => fact!.lastPaidOn,
    debts: ({ debts }) => debts.length,
    october: (_, role) => isOpenMonth('2026-10-01', viewOf(role)),
    november: (_, role) => isOpenMonth('2026-11', viewOf(role)),
    paymentOf22: (_, role) => isOpenDay('2026-11-22', viewOf(role)),
    paymentOf23: (_, role) => isOpenDay('2026-11-23', viewOf(role)),
  }).map(([field, value]) => [field, (role: Role) => !!value(receiptSeen(RECEIPT, viewOf(role)), role)]),
);

const [roles, ...rows] = TOLD.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([field, ...signs]) =>
  signs.map((sign, place) => ({ field: field!, role: roles![place] as Role, told: sign === '+' })),
);

describe('The money of an account as somebody of the household sees it', () => {
  it('is told for each role and each field', () => {
    expect(new Set(roles)).toEqual(new Set(ROLE_NAMES));
    expect(rows.map(([field]) => field)).toEqual(Object.keys(isTold));
  });

  it.each(cells)('$field for $role: $told', ({ field, role, told }) => {
    expect(isTold[field]!(role)).toBe(told);
  });

  it.each(ROLE_NAMES)('adds up for %s, and asks for the same', (role) => {
    const { charged, benefit, lines, closing } = receiptSeen(RECEIPT, viewOf(role));
    expect(closing).toBe(RECEIPT.closing);
    expect(charged - benefit).toBe(RECEIPT.charged - RECEIPT.benefit);
    for (const [index, line] of lines.entries()) {
      expect([line.charged - line.benefit, line.total]).toEqual([
        RECEIPT.lines[index]!.charged - RECEIPT.lines[index]!.benefit,
        RECEIPT.lines[index]!.total,
      ]);
    }
  });

  it('has no lines where they do not tell of the benefit, for the rest would', () => {
    const untold = { ...RECEIPT, benefit: RECEIPT.benefit + 1n };
    expect(receiptSeen(untold, viewOf('payer')).lines).toEqual([]);
    expect(receiptSeen(untold, viewOf('owner')).lines).toHaveLength(3);
  });
});
