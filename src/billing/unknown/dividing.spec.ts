import { describe, expect, it } from '@jest/globals';
import { division, type PartLine } from './dividing.js';

const lines = (...pairs: [string, string][]): PartLine[] => pairs.map(([account, sum]) => ({ account, sum }));
const plain = (text = '') => text.replaceAll('\u00A0', ' ');
const wrong = (whole: bigint, ...pairs: [string, string][]) =>
  Object.entries(division(whole, lines(...pairs)).errors ?? {}).map(
    ([field, told]) => `${field}: ${plain(told)}`,
  );

describe('A payment that is divided', () => {
  it('is its parts to the kopeck, as they are typed', () => {
    expect(division(394_079n, lines(['1', '1 000,50'], ['', ''], ['2', '2940.29']))).toEqual({
      parts: [
        { line: 0, account: '1', kopecks: 100_050n },
        { line: 2, account: '2', kopecks: 294_029n },
      ],
    });
  });

  it('leaves the rest to the line without a sum', () => {
    expect(division(100_00n, lines(['1', ''], ['2', '33,33'], ['3', '33,33'])).parts).toEqual([
      { line: 0, account: '1', kopecks: 33_34n },
      { line: 1, account: '2', kopecks: 33_33n },
      { line: 2, account: '3', kopecks: 33_33n },
    ]);
  });

  it('is given back in parts where it was given back', () => {
    expect(division(-300n, lines(['1', '1'], ['2', '-2'])).parts?.map(({ kopecks }) => kopecks)).toEqual([
      -100n,
      -200n,
    ]);
    expect(division(-300n, lines(['1', '1'], ['2', ''])).parts?.map(({ kopecks }) => kopecks)).toEqual([
      -100n,
      -200n,
    ]);
  });

  it('is refused where the parts are not the whole', () => {
    expect(wrong(300n, ['1', '1'], ['2', '1'])).toEqual([
      'sum2: Части складываются в 2,00 ₽, а платёж 3,00 ₽: не хватает 1,00 ₽',
    ]);
    expect(wrong(300n, ['1', '1'], ['2', '2,01'])).toEqual([
      'sum2: Части складываются в 3,01 ₽, а платёж 3,00 ₽: лишние 0,01 ₽',
    ]);
    expect(wrong(300n, ['1', ''], ['2', '3'])).toEqual([
      'sum1: Части складываются в 3,00 ₽, а платёж 3,00 ₽: на остаток ничего нет',
    ]);
  });

  it('is refused at the field that cannot be', () => {
    expect(wrong(300n)).toEqual(['account1: Укажите хотя бы два лицевых счета']);
    expect(wrong(300n, ['1', '3'])).toEqual(['account1: Укажите хотя бы два лицевых счета']);
    expect(wrong(300n, ['1', '1'], ['1', '2'])).toEqual(['account2: Этот счет уже в строке 1']);
    expect(wrong(300n, ['1', '1'], ['', '2'])).toEqual(['account2: Укажите лицевой счет']);
    expect(wrong(300n, ['1', '0'], ['2', '-3'])).toEqual([
      'sum1: Сумма части не может быть нулём',
      'sum2: Сумма части не может быть меньше нуля',
    ]);
    expect(wrong(300n, ['1', 'рубль'], ['2', '1,005'])).toEqual([
      'sum1: Введите сумму в рублях, например 1250,40',
      'sum2: Введите сумму в рублях, например 1250,40',
    ]);
    expect(wrong(300n, ['1', ''], ['2', ''])).toEqual([
      'sum2: Укажите сумму: остаток может быть только один, он уже в строке 1',
    ]);
  });

  it('loses and makes no kopeck, whatever it is divided into', () => {
    for (let whole = 2n; whole < 5_000n; whole += 37n) {
      const count = 2 + Number(whole % 7n);
      const each = whole / BigInt(count);
      if (each === 0n) continue;
      const sum = `${each / 100n},${String(each % 100n).padStart(2, '0')}`;
      const { parts } = division(
        whole,
        Array.from({ length: count }, (_, n) => ({ account: `${n}`, sum: n === 0 ? '' : sum })),
      );
      expect(parts!.reduce((total, { kopecks }) => total + kopecks, 0n)).toBe(whole);
    }
  });
});
