import type { Company } from '../../core/company.js';
import { date, dateTime, plural } from '../../text/russian.js';
import type { PaperText } from '../held-pdf.js';
import type { HeldSectionText } from '../held-text.js';
import type { Act } from './acts.service.js';

const SYSTEM = 'Личный кабинет жителя';

/**
 * An act of destruction and the extract of the journal that goes with it, with what order 179 of Roskomnadzor of 28.10.2022
 * asks for: operator, person, who destroyed, what, out of which system, how, why, when.
 */
export function actText(act: Act, company: Company, timeZone: string): PaperText {
  const day = date(act.destroyed_at, timeZone);
  const system = `информационная система персональных данных «${SYSTEM}», ${company.host}`;
  const records = act.destroyed.map(
    ({ what, rows }) => `${what}: ${rows} ${plural(rows, 'запись', 'записи', 'записей')}`,
  );
  const moment = dateTime(act.destroyed_at, timeZone);
  return {
    title: `Акт № ${act.number} об уничтожении персональных данных`,
    subject: day,
    above: [],
    sections: [
      lines('Оператор', [company.legalName, `ИНН ${company.inn}`, `Адрес: ${company.address}`]),
      lines('Субъект персональных данных', [act.subject, `Номер учетной записи: ${act.public_no}`]),
      lines('Перечень категорий уничтоженных персональных данных', records),
      lines('Откуда, как и почему уничтожены', [
        `Информационная система: ${system}.`,
        'Способ уничтожения: стирание записей базы данных средствами информационной системы, без возможности восстановить их в ней.',
        `Причина уничтожения: ${lower(act.reason)}. Согласие отозвано ${dateTime(act.asked_at, timeZone)}.`,
        `Дата уничтожения: ${day}.`,
        'Резервные копии, сделанные раньше, уничтожаются по истечении срока их хранения.',
      ]),
      lines('Лица, уничтожившие персональные данные', [
        'Уничтожение выполнено информационной системой автоматически, по наступлении срока.',
        'Ответственный за организацию обработки персональных данных:',
        'Должность ______________________   Фамилия, имя, отчество ______________________________',
        'Подпись ______________________   Дата ______________________',
      ]),
      {
        title: 'Приложение. Выгрузка из журнала регистрации событий',
        lines: [],
        note: '',
        rows: [
          {
            head: `Событие № ${act.event_id}, ${moment}: персональные данные уничтожены`,
            short: '',
            long: [
              `Субъект: ${act.subject}, номер учетной записи ${act.public_no}.`,
              `Категории: ${records.join('; ')}.`,
              `Информационная система: ${system}.`,
              `Причина: ${lower(act.reason)}.`,
              `Дата: ${day}.`,
            ],
          },
        ],
      },
    ],
    below: [
      'Составлен по Требованиям, утверждённым приказом Роскомнадзора от 28.10.2022 № 179. Акт и выгрузка хранятся три года с момента уничтожения персональных данных.',
    ],
  };
}

function lines(title: string, texts: readonly string[]): HeldSectionText {
  return { title, rows: [], lines: texts, note: '' };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
