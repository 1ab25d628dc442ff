import type SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { refusalOf } from '../../mail/smtp-refusal.js';
import { transport } from '../../mail/transport.js';
import { capital } from '../../text/russian.js';
import { attention, bad, type Finding, good } from '../finding.js';
import type { Check, Patient } from '../patient.js';

/** Within the time of a check; letters themselves are given more. */
const STEP_MS = 6000;
const LOCAL = /^(localhost|127\.|::1$)/;

/** The mail server: reached, encrypted where it must be, lets the portal in. Nothing is sent. */
export const SMTP_CHECK: Check = {
  id: 'smtp',
  name: 'Почтовый сервер',
  look: async (patient) => {
    if (patient.config.mailbox) return good('Пробный запуск: письма остаются на этой машине, в /dev/mail');
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    const options = transport(patient.config);
    const times = { connectionTimeout: STEP_MS, greetingTimeout: STEP_MS, socketTimeout: STEP_MS };
    const connection = new Connection({ ...options, ...times });
    try {
      await connected(connection);
      if (options.auth) await signedIn(connection, options.auth);
      return described(connection.secure, options.auth !== undefined, options.host ?? '');
    } catch (error) {
      return refused(error, patient);
    } finally {
      connection.close();
    }
  },
};

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function signedIn(connection: SMTPConnection, auth: SMTPConnection.AuthenticationType): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.login(auth, (error) => (error ? reject(error) : resolve()));
  });
}

function described(secure: boolean, signed: boolean, host: string): Finding {
  const door = signed ? 'логин и пароль приняты' : 'вход без логина';
  if (secure) return good(`Отвечает, соединение защищено, ${door}`);
  if (LOCAL.test(host)) return good(`Отвечает на этой же машине, ${door}`);
  return attention(
    `Отвечает, но письма идут к нему без шифрования, ${door}`,
    'Включите STARTTLS на почтовом сервере и уберите ?tls=none из SMTP_URL.',
  );
}

/** A refusal of the mail server as a finding. */
export function refused(error: unknown, { config }: Pick<Patient, 'config'>): Finding {
  const { text, code, answer } = refusalOf(error, '', config.mailFrom);
  return bad(
    capital(text),
    'Проверьте SMTP_URL: адрес, порт, логин и пароль; сертификат своего центра задаётся в NODE_EXTRA_CA_CERTS. Письма ждут и уйдут, когда сервер ответит.',
    answer === undefined ? code : `${code} «${answer}»`,
  );
}
