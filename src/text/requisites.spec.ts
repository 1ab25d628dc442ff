import { describe, expect, it } from '@jest/globals';
import { isBankAccount, isBic, isCorrespondentAccount, isInn, isKpp } from './requisites.js';

describe('An ИНН', () => {
  it.each([
    ['3800000005', true],
    ['3800000006', false],
    ['1654019570', true],
    ['380000000112', true],
    ['380000000113', false],
    ['380000000122', false],
    ['500110474504', true],
    ['500110474556', false],
    ['1234567810', false],
    ['0000000000', false],
    ['000000000000', false],
    ['38000000', false],
    ['38000000AB', false],
    ['', false],
  ])('%s: %s', (inn, valid) => {
    expect(isInn(inn)).toBe(valid);
  });
});

describe('A bank account', () => {
  it.each([
    ['40702810800000000001', '042520607', true],
    ['40702810800000000002', '042520607', false],
    ['40702810900000000001', '042520607', false],
    ['40702810800000000001', '044525225', false],
    ['40702810138250123017', '044525225', true],
    ['40647859100000003330', '040033685', true],
    ['50300807000000002104', '044712578', true],
    ['50300807000003002104', '044712576', false],
    ['30101810900000000607', '042520607', true],
    ['30101810400000000225', '044525225', true],
    ['30101810400000000226', '044525225', false],
    ['03100643000000013400', '012520101', true],
    ['4070281080000000001', '042520607', false],
    ['40702810800000000001', '142520607', false],
  ])('%s at %s: %s', (account, bic, valid) => {
    expect(isBankAccount(account, bic)).toBe(valid);
  });

  it('is a correspondent account only when it begins with 301, or is absent', () => {
    expect(isCorrespondentAccount('30101810900000000607', '042520607')).toBe(true);
    expect(isCorrespondentAccount('40702810800000000001', '042520607')).toBe(false);
    expect(isCorrespondentAccount('0', '042520607')).toBe(true);
    expect(isCorrespondentAccount('', '042520607')).toBe(false);
  });
});

describe('БИК and КПП', () => {
  it('have their forms', () => {
    expect(['042520607', '012520101', '004525988'].every(isBic)).toBe(true);
    expect(['142520607', '04252060', '0425206070', '04252060A', '024525988'].some(isBic)).toBe(false);
    expect(['380001001', '3800AB001'].every(isKpp)).toBe(true);
    expect(['38000100', '3800ab001', '38000100A'].some(isKpp)).toBe(false);
  });
});
