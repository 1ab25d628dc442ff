import { expect, it } from '@jest/globals';
import { readExchange } from '../../../test/support/exchange-file.js';

const read = (...lines: string[]) => readExchange(Buffer.from([...lines, ''].join('\n')));

it('takes rows of penalties and costs out of services', async () => {
  const { records, errors } = await read(
    'account;period;service;charged;Вид пени;Основание пени;Период пени',
    '0100002301;2026-10;Отопление;1000,00;;;',
    '0100002301;2026-10;Пени;120,05;;просрочка оплаты;01.09–30.09.2026',
    '0100002301;2026-10;Пени по капитальному ремонту;3,00;;;',
    '0100002301;2026-10;Госпошлина;400,00;;судебный приказ 2-15/2026;',
  );
  expect(errors).toEqual([]);
  expect(records).toMatchObject([
    { type: 'charge', service: 'Отопление', total: 100_000 },
    {
      type: 'penalty',
      kind: 'penalty',
      ground: 'просрочка оплаты',
      span: '01.09–30.09.2026',
      amount: 12_005,
    },
    { type: 'penalty', kind: 'penalty', ground: 'по капитальному ремонту', amount: 300, counted: 300 },
    { type: 'penalty', kind: 'duty', ground: 'судебный приказ 2-15/2026', amount: 40_000 },
  ]);
});

it('takes penalties in their own column beside the service, whether its total is with them or not', async () => {
  const { records, errors, file } = await read(
    'account;period;service;charged;Пени;total',
    '0100002301;2026-10;Отопление;1000,00;2,50;1002,50',
    '0100002301;2026-10;Лифт;100,00;1,00;100,00',
    '0100002301;2026-10;Уборка;100,00;;100,00',
    '0100002301;2026-10;Госпошлина;;400,00;',
    'Итого;;;1200,00;403,50;1202,50',
  );
  expect(errors).toEqual([]);
  expect(records).toMatchObject([
    { type: 'charge', service: 'Отопление', total: 100_000 },
    { type: 'penalty', ground: 'Отопление', amount: 250, counted: 250 },
    { type: 'charge', service: 'Лифт', total: 10_000 },
    { type: 'penalty', ground: 'Лифт', amount: 100, counted: 0 },
    { type: 'charge', service: 'Уборка', total: 10_000 },
    { type: 'penalty', kind: 'duty', amount: 40_000, counted: 0 },
  ]);
  expect(file.control()).toEqual({ kopecks: 120_250 });
});

it('refuses a kind that it does not know', async () => {
  const { errors } = await read(
    'account;period;service;charged;Вид пени',
    '0100002301;2026-10;Пени;5,00;взнос',
  );
  expect(errors).toEqual([expect.stringContaining('«взнос» — неизвестный вид. Вид пени: пени, неустойка')]);
});
