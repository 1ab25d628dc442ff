import { describe, expect, it } from '@jest/globals';
import { lastReceipt } from './last-receipt.js';

const OCTOBER = {
  month: '2026-10',
  dueOn: '2026-11-16',
  closing: 512345n,
  total: 500000n,
  penalty: 0n,
  lines: [['Отопление', '500000']] as [string, string][],
};

describe('The last receipt', () => {
  it('says what to pay and until when', () => {
    expect(lastReceipt(OCTOBER)).toEqual({
      month: '2026-10',
      title: 'октябрь\u00A02026',
      name: 'октябрь',
      due: '16\u00A0ноября\u00A02026',
      sum: '5\u00A0123,45\u00A0₽',
      advance: null,
      total: '5\u00A0000,00\u00A0₽',
      lines: [{ service: 'Отопление', sum: '5\u00A0000,00\u00A0₽' }],
    });
  });

  it('asks for nothing when there is nothing to pay', () => {
    expect(lastReceipt({ ...OCTOBER, closing: -100n })).toMatchObject({
      due: null,
      sum: null,
      advance: '1,00\u00A0₽',
    });
    expect(lastReceipt({ ...OCTOBER, closing: 0n })).toMatchObject({
      due: null,
      sum: '0,00\u00A0₽',
      advance: null,
    });
  });

  it('names penalties as a line of their own', () => {
    expect(lastReceipt({ ...OCTOBER, penalty: 158n }).lines.at(-1)).toEqual({
      service: 'Пени',
      sum: '1,58\u00A0₽',
    });
  });
});
