import { describe, expect, it } from '@jest/globals';
import { verificationNote } from './verification.js';

const words = (due: string | null, today = '2026-11-25') => verificationNote(due, today, 'cold_water');

describe('The countdown to a verification', () => {
  it('is calm while there is time', () => {
    expect(words(null)).toBeNull();
    expect(words('2027-05-12')).toEqual({ tone: 'calm', text: 'поверка до 12\u00A0мая\u00A02027' });
  });

  it('tells the days and the cost when it comes near', () => {
    expect(words('2026-12-02')).toMatchObject({
      tone: 'near',
      text: 'поверка до 2\u00A0декабря\u00A02026, осталось 7\u00A0дней',
    });
    expect(words('2026-11-26')?.text).toContain('остался 1\u00A0день');
    expect(words('2026-11-25')?.text).toContain('сегодня последний день');
    expect(words('2027-02-23')?.tone).toBe('near');
    expect(words('2027-02-24')?.tone).toBe('calm');
    expect(words('2026-12-02')?.cost).toContain('по нормативу');
  });

  it('of an electricity meter sends nobody to pay: in an apartment house it is the supplier who has it done', () => {
    for (const due of ['2026-12-02', '2026-11-24']) {
      const note = verificationNote(due, '2026-11-25', 'electricity');
      expect(note?.cost).toContain('бесплатно делает гарантирующий поставщик');
      expect(note?.cost).toContain('п. 80(1)');
      expect(note?.cost).not.toMatch(/Закажите|норматив/);
    }
    expect(verificationNote('2027-05-12', '2026-11-25', 'electricity')?.cost).toBeUndefined();
    for (const resource of ['cold_water', 'hot_water', 'gas', 'heat'] as const) {
      expect(verificationNote('2026-12-02', '2026-11-25', resource)?.cost).not.toContain('поставщик');
    }
  });

  it('says when it has been missed', () => {
    expect(words('2026-11-24')).toMatchObject({
      tone: 'past',
      text: 'Срок поверки истёк 24\u00A0ноября\u00A02026',
    });
  });
});
