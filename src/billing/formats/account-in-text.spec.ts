import { describe, expect, it } from '@jest/globals';
import { accountsInText } from './account-in-text.js';
import { pace } from '../../../test/support/pace.js';

const A = '0100002301';
const B = '0100002314';

describe('A personal account in a purpose of payment', () => {
  it.each([
    ['Оплата ЖКУ за 10.2026, л/с 0100002345', '0100002345'],
    ['ОПЛАТА ПО ЛС №0100002345 ЗА ОКТЯБРЬ', '0100002345'],
    ['ЛС:0100002345;ПЕРИОД:102026', '0100002345'],
    ['Квартплата лицевой счет 0100002345. Без НДС', '0100002345'],
    ['Квартплата, лицевой счёт № 15-2/3, НДС не облагается', '15-2/3'],
    ['лицевого счета N 0100002345', '0100002345'],
    ['лиц.сч. 100234', '100234'],
    ['л.с. 100234', '100234'],
    ['Л/СЧ 100234', '100234'],
    ['за кв. 15 л / с номер А-100234', 'А-100234'],
    ['ЕЛС 38АС000123 за ноябрь', '38АС000123'],
    ['л/с 100234 и ещё раз ЛС 100234', '100234'],
    [`${A} / ПЕТРОВ П П / ЛЕСНАЯ 4-1 / 1126`, A],
    [`ЛИЦЕВОЙ СЧЕТ:${A};ФИО:ПЕТРОВ П П;АДРЕС:ЛЕСНАЯ 4-1;ПЕРИОД:1126`, A],
    [`ЛС${A}`, A],
    [`//ЛС//${A}//`, A],
    [`Квартплата л/счет ${A} за 10.2026г.`, A],
    [`ЖКУ Л/СЧ. №${A}, НДС не облагается`, A],
    [`PERSACC=${A};PERIOD=1126`, A],
    [`За ЖКУ (${A}) кв. 1`, A],
    [`Л.С. ${A} ОКТ 2026`, A],
    [`по лиц.счету N ${A}`, A],
    [`Зач. с р/с 40702810800000000001 л/с ${A}`, A],
    [`л/с ${A}. Тел. 89025551234`, A],
    [`ЛЦ ${A}`, A],
    [`Л/C ${A}, ЛC ${A}`, A],
    [`абонент ${A}`, A],
    [`л/с ${A}за октябрь`, A],
    [`лс ${A}_1126`, A],
    [`л/с ${A}/ПЕТРОВ П П`, A],
    [`ЛС ${A} сумма 1500.00, 1500,00 руб`, A],
    [`л/с ${A} и л/с 100002301`, A],
    [`л/с 100002301, лицевой счет ${A}`, A],
    [`л/с ${A} ИНН 3812345678 КПП 381201001 дог. № 0100009999`, A],
    ['л/с 100234 за 10.2026, 1500.50', '100234'],
    ['л/с 100234 за 102026', '100234'],
    ['л/с 100234 за 10 2026, сумма 15000', '100234'],
    ['л/с 15, кв. 16', '15'],
    [`л/с ${A}, 8(902)555-12-34 89025551234`, A],
  ])('is found in «%s»', (text, account) => {
    expect(accountsInText(text).account).toBe(account);
  });

  it.each([
    'Оплата за жилищно-коммунальные услуги, кв. 15',
    'Перевод средств по реестру 001 от 23.11.2026',
    'р/с 40702810800000000001',
    'л/с 40702810800000000001',
    'плс 123',
    'л/с 100234, л/с 100235',
    'Счет 145 от 01.11.2026',
    'ИНН 3812345678',
    'абонент 89025551234',
    '89025551234 / Петров',
    '7707083893 / Сбербанк',
    '(7707083893)',
    `по договору № ${A}`,
    `дог. управления ${A} / Петров`,
    '20112026 / Петров',
    `оплата ${A} Петров`,
  ])('is not guessed in «%s»', (text) => {
    expect(accountsInText(text).account).toBe('');
  });

  it.each([
    `л/с ${A}; ${B}`,
    `л/с ${A}, ${B}`,
    `л/с ${A},${B}`,
    `л/с ${A} + ${B}`,
    `л/с ${A}+${B}`,
    `л/с ${A} ${B}`,
    `л/с ${A} и ${B}`,
    `л/с ${A}и${B}`,
    `л/с ${A} & ${B}`,
    `л/с ${A}/${B}`,
    `по лицевым счетам ${A}, ${B}`,
    `по лицевым счетам № ${A} и № ${B}`,
    `л/с ${A}-${B}`,
    `л/с ${A} – ${B}`,
    `л/с ${A}..${B}`,
    `л/с с ${A} по ${B}`,
    `л/с ${A} (кв. 1), ${B} (кв. 2)`,
    `л/с ${A} кв 1 Петров, за сестру ${B} кв 2`,
    `л/с ${A} за ${B}`,
    `л/с ${A} и счет ${B}`,
    `ЛС ${A}. Также ЛС: ${B}`,
    `${A}; ${B}`,
    `${A} / ${B}`,
    `(${A}) и (${B})`,
    `л/с ${A}, ${B} р/с 40702810800000000001`,
    `л/с ${A}; ${B},15`,
    `л/с ${A}; ${B}.15`,
  ])('waits where there are two: «%s»', (text) => {
    const { account, named } = accountsInText(text);
    expect(account).toBe('');
    expect(named).toEqual(expect.arrayContaining([A, B]));
  });

  it('waits where the second lacks its zeros, is short, or is the end of another', () => {
    for (const [text, ...named] of [
      [`л/с ${A}; 100002314`, A, '100002314'],
      [`л/с ${A}; 23145001`, A, '23145001'],
      [`ЕЛС ${A}, л/с ${B}`, A, B],
      ['л/с 15, 16', '15', '16'],
      ['л/с 100234-5, 100234-6', '100234-5', '100234-6'],
      ['л/с А-100234; А-100235', 'А-100234', 'А-100235'],
      [`л/с ${A} и 14`, A],
      [`л/с ${A} + 14`, A],
      ['лс № 0100 002301', A],
      ['ЕЛС 38АС000123, 38АС000124', '38АС000123', '38АС000124'],
    ]) {
      const found = accountsInText(text!);
      expect([text, found.account]).toEqual([text, '']);
      expect(found.named).toEqual(expect.arrayContaining(named));
    }
  });

  it.each([
    `л/с ${A}; 2314`,
    `л/с ${A}, 2314`,
    `л/с ${A},14`,
    `л/с ${A},14,15`,
    `л/с ${A}, и 2314`,
    `л/с ${A} а также 2314`,
    `л/с ${A} и за 2314`,
    `л/с ${A},02314`,
    `л/с ${A} - 14`,
    `л/с ${A}..14`,
    `л/с ${A} ; 14`,
    `л/с ${A}, 2315 и 14`,
  ])('waits where a list or a range goes on with the end of another: «%s»', (text) => {
    const { account, named } = accountsInText(text);
    expect(account).toBe('');
    expect(named).toEqual(expect.arrayContaining([A, B]));
  });

  it('waits where it may be written in groups, or two short ones in one', () => {
    for (const text of ['лицевой счет 01000023 01', 'л/с 0100 00 2301']) {
      expect(accountsInText(text)).toMatchObject({ account: '', named: expect.arrayContaining([A]) });
    }
    for (const text of ['лс231и232', 'л/с 231/232', 'л/с 231-232', 'л/с 231; 32']) {
      expect(accountsInText(text).named).toEqual(expect.arrayContaining(['231', '232']));
    }
  });

  it.each([
    [`л/с ${A} договор ${B}`, B],
    [`л/с ${A} дог. № ${B}`, B],
    [`л/с ${A} чек ${B}, УИН 18810138201120264567`, B],
    [`л/с ${A} тел ${B}`, B],
    [`л/с ${A} инн ${B}`, B],
    [`л/с ${A} договор 2314`, '2314'],
    [`ЛС:${A};1126`, '0100001126'],
    [`(${A}), 14`, B],
    ['л/с 231 дог 232 кв 115', '232'],
    ['ЛС 100234 1126', '1002341126'],
  ])('is given with what must not be another account, however it is called: «%s», %s', (text, other) => {
    const { account, mentioned } = accountsInText(text);
    expect(account).not.toBe('');
    expect(mentioned).toContain(other);
  });

  it.each([
    'л/с 231, кв. 115, дом 232, за ноябрь 2026 от 20.11.2026, 1500,00 руб, 1500.00',
    `Л.С. ${A} ОКТ 2026, 2500 руб.`,
    `л/с ${A} за 1126 и 12 15`,
  ])('has nothing beside it in days, sums, flats: «%s»', (text) => {
    const { account, mentioned } = accountsInText(text);
    expect(account).not.toBe('');
    expect(mentioned.filter((number) => number.length < 10 && number !== '1215')).toEqual([]);
  });

  it('is the one after «л/с» beside an identifier of ГИС ЖКХ, which is told', () => {
    expect(accountsInText(`ЕЛС 20AA000001 л/с ${A}`)).toMatchObject({ account: A, beside: '20АА000001' });
  });

  it('with more at its end is left as it was written, and offered without it', () => {
    expect(accountsInText(`л/с ${A}/1`)).toMatchObject({ account: `${A}/1`, named: [`${A}/1`, A, `${A}1`] });
    expect(accountsInText(`л/с ${A}-05`).account).toBe(`${A}-05`);
  });

  it('is looked for in no time, whatever is written', () => {
    const attacks = ['л/с ', '1', 'л/с 1-', ' ', 'ИНН а ', '1 ', `${A} `, 'л/с 1 ', '№'].flatMap((part) => [
      part.repeat(2000 / part.length),
      part.repeat(20_000),
    ]);
    for (const text of attacks) {
      const start = performance.now();
      accountsInText(text);
      expect(performance.now() - start).toBeLessThan(300 * pace());
    }
  });
});
