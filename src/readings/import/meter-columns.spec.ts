import { describe, expect, it } from '@jest/globals';
import { headed } from '../../../test/support/open-table.js';
import { METER_COLUMNS, readLayout } from './meter-columns.js';

const mayBeHeader = (cells: string[]) => METER_COLUMNS.mayBeHeader(cells);

const METERS =
  'account;meter_id;number;resource;tariffs;capacity;decimals;place;verified_on;verify_due;initial1;initial2;initial3;removed_on';
const READINGS =
  'account;meter_id;number;resource;period;value1;value2;value3;taken_on;submitted_at;source;status';
const CONDO =
  'Адрес;Помещение;Тип помещения;Лицевой счет;Тип счетчика;Номер счетчика;Количество тарифов;Показание 1;Показание 2;Показание 3;Показание 4;Дата передачи показаний;Дата поверки;Дата следующей поверки;Дата установки;Дата ввода в эксплуатацию;Дата опломбирования;Дата контрольных показаний;Место установки счетчика;Автоматический;Дата вывода из эксплуатации';

const layout = async (titles: string) => readLayout(await headed(titles.split(';')));

describe('The headings of a file', () => {
  it('tell meters, readings, and the file of condo apart', async () => {
    expect(await layout(METERS)).toMatchObject({ format: 'meters', bringsMeters: true, notices: [] });
    expect(await layout(READINGS)).toMatchObject({ format: 'readings', bringsMeters: false, notices: [] });
    expect(await layout(CONDO)).toMatchObject({ format: 'condo', bringsMeters: true, notices: [] });
  });

  it('of condo are compared without spaces around and letter case, and may have its errors at the end', async () => {
    const shouted = CONDO.split(';').map((title) => ` ${title.toUpperCase()} `);
    expect(readLayout(await headed([...shouted, 'Ошибки', '']))).toMatchObject({
      format: 'condo',
      notices: [],
    });
  });

  it('may be Russian, in any order', async () => {
    const { positions, bringsMeters } = await layout('Показание;Дата показаний;№ счётчика;Лицевой счёт');
    expect(bringsMeters).toBe(false);
    expect(positions).toEqual({ value1: 0, taken_on: 1, number: 2, account: 3 });
    expect((await layout('Лицевой счет;Заводской номер;Ресурс;Начальное показание')).format).toBe('meters');
  });

  it('that are not enough are refused with what is missing', async () => {
    await expect(layout('account;number;value1')).rejects.toThrow('«Период» или «Дата показаний»');
    await expect(layout('account;number')).rejects.toThrow('«Ресурс»');
    await expect(layout('account;number;resource;Номер счетчика')).rejects.toThrow(
      'об одном и том же: столбцы 2 и 4',
    );
  });

  it('that nobody knows are told', async () => {
    expect((await layout(`${METERS};Цвет;`)).notices).toEqual(['Неизвестные столбцы не загружаются: «Цвет»']);
  });

  it('are not a title or a row of values', async () => {
    expect(mayBeHeader(['Счетчики дома 4'])).toBe(false);
    expect(mayBeHeader(['0100000001', '17', 'ХВС'])).toBe(false);
    expect(mayBeHeader(['0100000001', '17', 'День', '18', 'Ночь'])).toBe(false);
    expect(mayBeHeader(READINGS.split(';'))).toBe(true);
  });
});
