import { describe, expect, it } from '@jest/globals';
import { lostWords, type Restored, settledWords } from './restore-words.js';

const NOTHING = {
  sessions: 0,
  codes: 0,
  passwords: 0,
  recoveryCodes: 0,
  residentRecoveryCodes: 0,
  apps: 0,
  staffKeys: 0,
  residentKeys: 0,
  cancelled: 0,
  held: 0,
  mailings: 0,
  announcements: 0,
  jobs: 0,
};
const RESTORED: Restored = {
  takenAt: new Date('2026-11-22T19:00:00Z'),
  now: new Date('2026-11-23T05:20:00Z'),
  timeZone: 'Asia/Irkutsk',
  files: 2001,
  missing: 0,
  last: { reading: new Date('2026-11-22T18:59:00Z'), request: null, payments: null, letter: null },
};

describe('What a restore says', () => {
  it('is how old the backup is and what came last in it', () => {
    const words = [...lostWords(RESTORED), ...settledWords(NOTHING)].join('\n').replaceAll('\u00a0', ' ');
    expect(words).toContain('Восстановлено на 23 ноября 2026, 03:00: база и 2 001 файл.');
    expect(words).toContain('С тех пор прошло 10 ч 20 мин');
    expect(words).toContain('  показания   23 ноября 2026, 02:59\n  заявка      нет\n');
    expect(words).toContain('Завершено: 0 сеансов');
    expect(words).toContain(
      'Входа с кодом из приложения в копии нет ни у кого. Приложения, подключённые после неё, потеряны',
    );
    for (const silent of ['Задержано', 'Отозвано', 'Отменено', 'Остановлено', 'Прервано', 'не было уже']) {
      expect(words).not.toContain(silent);
    }
  });

  it('names what was under way, with its numbers', () => {
    const settled = {
      sessions: 21,
      codes: 2,
      passwords: 1,
      recoveryCodes: 21,
      residentRecoveryCodes: 2,
      apps: 3,
      staffKeys: 2,
      residentKeys: 21,
      cancelled: 1,
      held: 4,
      mailings: 1,
      announcements: 1,
      jobs: 5,
    };
    const words = [...lostWords({ ...RESTORED, missing: 1 }), ...settledWords(settled)].join('\n');
    expect(words).toContain(
      '21 сеанс (всем нужно войти заново), 2 кода из писем и с листков, 1 одноразовый пароль',
    );
    expect(words).toContain('Отозвано: 21 резервный код сотрудников');
    expect(words).toContain(
      'есть у 3\u00a0сотрудников, как было в копии. Приложения, подключённые после неё, потеряны'.replace(
        '\u00a0',
        ' ',
      ),
    );
    expect(words).toContain('Отменено: 1 письмо с кодами');
    expect(words).toContain('Задержано: 4 письма.');
    expect(words).toContain('npm run restore -- --release-letters');
    expect(words).toContain('Остановлено: 2 рассылки');
    expect(words).toContain('Прервано: 5 заданий');
    expect(words).toContain('1 файла, о котором знает база');
  });
});
