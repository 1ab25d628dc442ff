import { describe, expect, it } from '@jest/globals';
import { fitOf, spokenAddress } from './spoken-address.js';

const LESNAYA = 'г. Иркутск, ул. Лесная, д. 4';
const BAIKAL = 'г. Иркутск, ул. Байкальская, д. 17';
const QUIET = 'г. Иркутск, пер. Тихий, д. 2';

const flatOf = (said: string, house: string): string | undefined => fitOf(spokenAddress(said), house)?.flat;

describe('An address as people say it', () => {
  it.each([
    ['лесная 4 15', LESNAYA, '15'],
    ['Лесная 4-15', LESNAYA, '15'],
    ['лесная д.4 кв.15', LESNAYA, '15'],
    ['лесная д4 кв15', LESNAYA, '15'],
    ['Лесная, 4, кв. 15', LESNAYA, '15'],
    ['ул. Лесная, дом 4, квартира 15', LESNAYA, '15'],
    ['ЛЕСНАЯ 4/15', LESNAYA, '15'],
    ['4 15 лесная', LESNAYA, '15'],
    ['кв 15 лесная 4', LESNAYA, '15'],
    ['15 кв. дом 4 лесная', LESNAYA, '15'],
    ['лесная 4 кв 15а', LESNAYA, '15а'],
    ['лесная 4 15 а', LESNAYA, '15а'],
    ['лес 4', LESNAYA, ''],
    ['лесная', LESNAYA, ''],
    ['байк 17 48', BAIKAL, '48'],
    ['байкальская 17', BAIKAL, ''],
    ['48 байкальская 17', BAIKAL, '48'],
    ['иркутск байкальская 17 кв 48', BAIKAL, '48'],
    ['пер тихий 2', QUIET, ''],
    ['тихий переулок 2', QUIET, ''],
    ['тихий 2', QUIET, ''],
    ['зелёная 3', 'ул. Зеленая, 3', ''],
    ['зеленая 3', 'ул. Зелёная, 3', ''],
    ['байкальская 17а 5', 'ул. Байкальская, д. 17А', '5'],
    ['байкальская 17 а 5', 'ул. Байкальская, д. 17А', '5'],
    ['байкальская 17 к 2 кв 5', 'ул. Байкальская, д. 17, корп. 2', '5'],
    ['байкальская 17/2 5', 'ул. Байкальская, д. 17/2', '5'],
    ['байкальская 17 дробь 2 5', 'ул. Байкальская, д. 17/2', '5'],
    ['байкальская 17', 'ул. Байкальская, д. 17/2', ''],
    ['3 железнодорожная 5 12', 'г. Иркутск, ул. 3-я Железнодорожная, д. 5', '12'],
    ['3-я железнодорожная 5', 'г. Иркутск, ул. 3-я Железнодорожная, д. 5', ''],
    ['50 лет октября 3 7', 'ул. 50 лет Октября, д. 3', '7'],
    ['универ 40 1', 'мкр. Университетский, д. 40', '1'],
    ['пр-кт мира 1', 'проспект Мира, 1', ''],
    ['лесная 4 15', 'Лесная 4', '15'],
    ['лесная 4', '664056, Иркутская обл., г. Иркутск, ул. Лесная, д. 4', ''],
  ])('«%s» is %s', (said, house, flat) => {
    expect(flatOf(said, house)).toBe(flat);
  });

  it.each([
    ['лесная 5 15', LESNAYA],
    ['сная 4', LESNAYA],
    ['байкальская 1', BAIKAL],
    ['байкальская 17 а', BAIKAL],
    ['лесная 4 15 16', LESNAYA],
    ['лесная лесная 4', LESNAYA],
  ])('«%s» is not %s', (said, house) => {
    expect(flatOf(said, house)).toBeUndefined();
  });

  it('may name a place within the house', () => {
    expect(spokenAddress('лесная 4 подъезд 2')).toMatchObject({ numbers: ['4'], within: 'подъезд 2' });
    expect(spokenAddress('лесная 4, подьезд 2, этаж 3').within).toBe('подъезд 2, этаж 3');
    expect(spokenAddress('лесная 4, 2 подъезд').within).toBe('подъезд 2');
  });

  it('fits a whole house better than the beginning of one, and the street that was named better than another', () => {
    const rank = (said: string, house: string): number => fitOf(spokenAddress(said), house)!.rank;
    expect(rank('байкальская 17', BAIKAL)).toBeLessThan(rank('байкальская 17', 'ул. Байкальская, д. 17/2'));
    expect(rank('пер тихий 2', QUIET)).toBeLessThan(rank('пер тихий 2', 'ул. Тихий Дон, д. 2'));
  });

  it('is nothing where nothing was said', () => {
    expect(spokenAddress(' , . !')).toEqual({ words: [], kinds: [], numbers: [], flat: '', within: '' });
  });
});
