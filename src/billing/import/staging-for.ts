import type { ImportSession } from '../../imports/import-session.js';
import type { DueDates } from '../due-dates.service.js';
import type { ExchangeFile } from '../formats/billing-records.js';
import { BalancesStaging } from './balances-staging.js';
import { ChargesStaging } from './charges-staging.js';
import { PaymentsStaging } from './payments-staging.js';
import type { Staging } from './batch-staging.js';

/** The tables and rules for what a file brings. */
export function stagingFor(
  { kind, sheets }: Pick<ExchangeFile, 'kind' | 'sheets'>,
  session: ImportSession,
  dueDates: DueDates,
): Staging {
  switch (kind) {
    case 'charges':
      return new ChargesStaging(session, dueDates, sheets);
    case 'payments':
      return new PaymentsStaging(session);
    case 'balances':
      return new BalancesStaging(session);
  }
}
