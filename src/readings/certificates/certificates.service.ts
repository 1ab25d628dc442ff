import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { MailService } from '../../mail/mail.service.js';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { Prepared } from '../../core/database.js';
import type { Config } from '../../core/config.js';
import { FormKeys } from '../../core/form-keys.js';
import { momentInSentence } from '../../text/russian.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { fullName, type PersonName, shortName } from '../../users/person-name.js';
import { UsersService } from '../../users/users.service.js';
import { dialDigits, dialUnits } from '../../meters/dial.js';
import type { ReadingSource, ReadingStatus } from '../../meters/meter.js';
import { forPeriod, rejection, SOURCES } from '../meter-words.js';
import { RESOURCES, type Resource, tariffNames } from '../../meters/resource.js';
import { byName } from '../../meters/meter-name.js';
import type { Warning } from '../../meters/reading-check.js';
import type { SentReading } from './sent-page.js';

interface CertificateRow {
  number: string;
  sent_at: Date;
  source: ReadingSource;
  user_id: string | null;
  /** The resident who sent it; null when the office wrote it down. */
  sender: PersonName | null;
  readings: CertifiedRow[];
}

interface CertifiedRow {
  meter_id: string;
  resource: Resource;
  number: string;
  place: string;
  tariffs: number;
  capacity: number;
  decimals: number;
  reading: string[];
  period: string;
  status: ReadingStatus;
  reject_reason: string | null;
  cancelled: boolean;
  superseded: boolean;
  exported: boolean;
  doubts: Warning[];
}

const CERTIFICATE = new Prepared<CertificateRow>(
  'reading certificate',
  `SELECT c.number, c.sent_at, c.source, c.user_id, (
     SELECT json_build_object('firstName', u.first_name, 'lastName', u.last_name) FROM residents u
     WHERE u.id = c.user_id) AS sender, (
     SELECT json_agg(json_build_object('meter_id', m.id, 'doubts', r.doubts, 'resource', m.resource, 'number', m.number, 'place', m.place,
       'tariffs', m.tariffs, 'capacity', m.capacity, 'decimals', m.decimals, 'reading', r.reading::text[],
       'period', r.period, 'status', r.status, 'reject_reason', r.reject_reason, 'cancelled', r.cancelled,
       'superseded', r.superseded_at IS NOT NULL, 'exported', r.export_id IS NOT NULL) ORDER BY r.id)
     FROM meter_readings r JOIN meters m ON m.id = r.meter_id WHERE r.certificate_id = c.id) AS readings
   FROM reading_certificates c WHERE c.id = $1 AND c.account_id = $2 AND ($3::timestamptz IS NULL OR c.sent_at >= $3)`,
);

/** Certificates of one press of the button for several accounts, of which this is one. */
const TOGETHER = new Prepared<{ id: string; account_id: string }>(
  'reading certificates together',
  `SELECT c.id, c.account_id FROM reading_certificates c JOIN active_links l ON l.account_id = c.account_id
   WHERE l.user_id = $1 AND ${mayIn('l', 'readings')} AND c.user_id = $1 AND c.form_mark = (SELECT form_mark FROM reading_certificates WHERE id = $2 AND user_id = $1)
   ORDER BY l.created_at, c.account_id`,
);

const LIST = new Prepared<{ id: string; number: string; sent_at: Date }>(
  'reading certificates',
  `SELECT id, number, sent_at FROM reading_certificates WHERE account_id = $1 AND ($2::timestamptz IS NULL OR sent_at >= $2)
   ORDER BY sent_at DESC LIMIT 36`,
);

/** Of an account what may be seen of it. */
type Seen = Pick<AccountPage, 'id' | 'seesFrom'>;

/** A line of a certificate in words. */
interface CertifiedReading extends SentReading {
  readonly period: string;
}

/** What was sent at one time, as a paper that can be shown. */
export interface Certificate {
  readonly number: string;
  readonly sentAt: Date;
  readonly source: string;
  /** «Ирина Б.»: neighbours of one account see no more of each other; empty when the office wrote it down. */
  readonly sender: string;
  readonly readings: readonly CertifiedReading[];
}

/** Certificates (справки) of readings that were sent; whose account it is has been asked before. */
@Injectable()
export class CertificatesService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly formKeys: FormKeys,
  ) {}

  /** The certificate, when it is one that may be seen; `own` where the reader learns no names but this resident's. */
  async find({ id: accountId, seesFrom }: Seen, id: string, own?: string): Promise<Certificate | undefined> {
    const row = await CERTIFICATE.first(this.pool, id, accountId, seesFrom);
    return (
      row && {
        number: row.number,
        sentAt: row.sent_at,
        source: SOURCES[row.source],
        sender: row.sender && (own === undefined || row.user_id === own) ? shortName(row.sender) : '',
        readings: row.readings.toSorted(byName).map(inWords),
      }
    );
  }

  /** Those that a resident has got together with this one; none where it is not theirs. */
  async together(userId: string, id: string): Promise<{ id: string; accountId: string }[]> {
    const rows = await TOGETHER.rows(this.pool, userId, id);
    return rows.map((row) => ({ id: row.id, accountId: row.account_id }));
  }

  /** The latest certificates of an account, newest first. */
  async list({ id, seesFrom }: Seen): Promise<{ id: string; number: string; sentAt: Date }[]> {
    const rows = await LIST.rows(this.pool, id, seesFrom);
    return rows.map(({ id, number, sent_at }) => ({ id, number, sentAt: sent_at }));
  }

  /** Sends a certificate to the address of a resident, once for each time the form was opened. */
  async send(
    userId: string,
    account: AccountPage,
    id: string,
    certificate: Certificate,
    formKey: string,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.formKeys.claim(tx, formKey, id))) return;
      const user = await this.users.get(tx, userId);
      await this.mail.queue(tx, {
        kind: 'readings-certificate',
        to: user.email,
        name: fullName(user),
        userId,
        data: {
          number: certificate.number,
          sentAt: momentInSentence(certificate.sentAt, this.config.timeZone),
          account: account.number,
          address: account.address,
          readings: certificate.readings.map(({ title, number, place, values, unit, period, state }) => ({
            meter: `${title}, №\u00A0${number}${place && `, ${place}`}`,
            values: values
              .map(
                ({ name, whole, fraction }) => `${name && `${name} `}${whole}${fraction && `,${fraction}`}`,
              )
              .join('; '),
            unit,
            period,
            state: state.text,
          })),
          page: `/accounts/${account.id}/readings/certificates/${id}`,
        },
      });
    });
  }
}

function inWords(row: CertifiedRow): CertifiedReading {
  const names = tariffNames(row.tariffs);
  return {
    meterId: row.meter_id,
    status: row.status,
    superseded: row.superseded,
    doubts: row.doubts,
    month: row.period.slice(0, 7),
    title: RESOURCES[row.resource].title,
    number: row.number,
    place: row.place,
    values: row.reading.map((text, tariff) => ({
      name: names[tariff] ?? '',
      units: dialUnits(text, row),
      ...dialDigits(dialUnits(text, row), row),
    })),
    unit: RESOURCES[row.resource].unit,
    period: forPeriod(row.period),
    state: stateOf(row),
  };
}

function stateOf({
  status,
  superseded,
  exported,
  reject_reason,
  cancelled,
}: CertifiedRow): CertifiedReading['state'] {
  if (superseded) return { tone: 'wait', text: 'исправлены позже' };
  if (status === 'rejected') {
    return { tone: cancelled ? 'wait' : 'bad', text: rejection({ cancelled, rejectReason: reject_reason }) };
  }
  if (status === 'sent') return { tone: 'wait', text: 'на проверке' };
  return { tone: 'good', text: exported ? 'приняты и переданы в расчёт' : 'приняты' };
}
