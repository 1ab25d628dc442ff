import { LETTERS_HEALTH, type LettersHealth, MAIL_TROUBLE } from '../../mail/letters-health.sql.js';
import { capital, dateTime, plural } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check, Patient } from '../patient.js';

const PATIENCE_MS = 15 * 60_000;

interface Trouble {
  readonly since: Date;
  readonly text: string;
  readonly answer: string | null;
}

/** Letters that wait, and those that were given up. */
export const LETTERS_CHECK: Check = {
  id: 'letters',
  name: 'Письма жителям',
  look: async (patient) => {
    const [health] = await patient.rows<LettersHealth>(LETTERS_HEALTH);
    const [trouble] = await patient.rows<Trouble>(MAIL_TROUBLE);
    const { failedByServer, failedByReceiver } = health!;
    return together([
      ...(trouble && health!.waiting > 0 ? [stopped(trouble, patient)] : []),
      waiting(health!, patient),
      ...(failedByServer > 0
        ? [
            attention(
              `за сутки не ушло по вине почты ${letters(failedByServer)}`,
              'Исправьте почту и отправьте их снова: «Реестр писем» в панели.',
            ),
          ]
        : []),
      good(`за сутки отказались принять адреса получателей: ${failedByReceiver}`),
    ]);
  },
};

function stopped({ since, text, answer }: Trouble, { config }: Patient): Finding {
  return bad(
    `Письма не уходят с ${dateTime(since, config.timeZone)}: ${text}`,
    'Исправьте то, что сказано в «Почтовый сервер»: письма уйдут сами.',
    answer ?? undefined,
  );
}

function waiting({ waiting: all, waitingBulk, since, untouched }: LettersHealth, patient: Patient): Finding {
  if (untouched > 0) {
    return bad(
      `${capital(letters(untouched))} никто не пробовал отправить дольше 15\u00A0минут`,
      'Портал не запущен или завис: перезапустите его и посмотрите журнал.',
    );
  }
  const words = all === 0 ? 'Ни одно не ждёт' : `${plural(all, 'Ждёт', 'Ждут', 'Ждут')} ${letters(all)}`;
  const seen = waitingBulk === 0 ? words : `${words}, из них в рассылках ${waitingBulk}`;
  if (since === null || patient.now().getTime() - since.getTime() < PATIENCE_MS) return good(seen);
  return attention(
    `${seen}; самое давнее с ${dateTime(since, patient.config.timeZone)}`,
    'Посмотрите в панели, «Реестр писем», почему они не уходят.',
  );
}

function letters(count: number): string {
  return `${count}\u00A0${plural(count, 'письмо', 'письма', 'писем')}`;
}
