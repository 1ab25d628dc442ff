import { describe, expect, it } from '@jest/globals';
import { type Disputed, disputedWords } from './disputed.js';

const told = (field: Disputed['field'], by_hand: string | null, in_file: string | null): string =>
  disputedWords({
    ...{ row: 2, account: '1', account_id: '', field, by_hand, in_file },
    ...{ ground: 'опечатка', staff: 'Ли Пётр', made_at: new Date(0) },
  });

describe('What was set by hand and stands otherwise in a file', () => {
  it('is told with both values, as people write them', () => {
    expect(told('owner_name', 'Ким Вера', '')).toBe('Владелец: вручную «Ким Вера», в файле «не указано»');
    expect(told('total_area', '60.50', '54.30')).toBe(
      'Площадь: вручную «60,5\u00A0м²», в файле «54,3\u00A0м²»',
    );
    expect(told('residents', null, '2')).toBe('Проживает: вручную «не указано», в файле «2»');
    expect(told('closed', 'true', 'false')).toBe('Закрыт: вручную «закрыт», в файле «открыт»');
  });
});
