import { describe, expect, it } from '@jest/globals';
import { isOtherThan } from './contradicting-recipients.js';

const FUND = {
  name: 'Фонд капитального ремонта Иркутской области',
  inn: '3800000012',
  names: ['Фонд капитального ремонта Иркутской области', 'НО «Фонд ремонта»'],
  inns: ['3800000012', '3800000011'],
};

const isOther = (told: { inn?: string; name?: string; account?: string }): boolean =>
  isOtherThan({ account: '40702810138250123017', inn: '', name: '', ...told }, [FUND]);

describe('A recipient of a file beside the owner of its account', () => {
  it.each([
    ['with another ИНН', { inn: '3800000005', name: FUND.name }],
    ['with another name', { name: 'ПАО «Теплосеть»' }],
  ])('%s contradicts', (_, told) => expect(isOther(told)).toBe(true));

  it.each([
    ['its account alone', {}],
    ['its ИНН, whatever its name', { inn: FUND.inn, name: 'Теплосеть' }],
    ['an ИНН of former days', { inn: '3800000011' }],
    ['its name as others write it', { name: 'ФОНД  КАПИТАЛЬНОГО РЕМОНТА многоквартирных домов' }],
    ['a form of company alone', { name: 'Общество с ограниченной ответственностью' }],
    ['no account at all', { account: '', inn: '3800000005', name: 'ПАО «Теплосеть»' }],
  ])('with %s does not', (_, told) => expect(isOther(told)).toBe(false));
});
