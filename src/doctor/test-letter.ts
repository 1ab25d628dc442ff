import { createTransport } from 'nodemailer';
import type { Config } from '../core/config.js';
import { transport } from '../mail/transport.js';
import { refused } from './checks/smtp.check.js';
import type { Examined } from './examine.js';
import { attention, good } from './finding.js';

const STEP_MS = 10_000;

/** Sends a letter past the queue, to see it arrive; what the mail server has said is told. */
export async function sendTestLetter(config: Config, address: string): Promise<Examined> {
  const about = { id: 'letter', name: 'Пробное письмо' };
  const times = { connectionTimeout: STEP_MS, greetingTimeout: STEP_MS, socketTimeout: STEP_MS };
  const mailer = createTransport({ ...transport(config), pool: false, ...times } as object);
  try {
    const { response } = (await mailer.sendMail({
      from: { name: config.company.name, address: config.mailFrom },
      to: address,
      subject: 'Проверка почты портала',
      text: `Это пробное письмо портала ${config.publicUrl}: его отправил администратор командой npm run doctor.\nЕсли оно пришло не в спам, почта настроена. Отвечать на него не нужно.\n`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })) as { response?: string };
    if (config.mailbox) return { ...about, ...good('Лежит в ящике пробного запуска, /dev/mail') };
    const seen = 'Почтовый сервер письмо принял. Дошло ли оно, видно только в ящике получателя';
    return { ...about, ...good(seen), ...(response !== undefined && { told: response }) };
  } catch (error) {
    return { ...about, ...refused(error, { config }) };
  } finally {
    mailer.close();
  }
}

/** An address that cannot be one. */
export function noAddress(address: string): Examined {
  const finding = attention(`«${address}» не похоже на адрес`, 'Напишите --letter и свой E-mail.');
  return { id: 'letter', name: 'Пробное письмо', ...finding };
}
