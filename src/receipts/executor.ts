import type { Payees } from '../billing/recipients/recipient.js';
import type { Company } from '../core/company.js';

/** Who provides the services in a house, as papers and receipts name it. */
export type HouseCompany = Pick<
  Company,
  'legalName' | 'inn' | 'licence' | 'address' | 'phone' | 'phoneNote' | 'hours' | 'email' | 'site' | 'host'
>;

/** The company, or its legal entity in this house: what nobody has told of that one is of the company, but for the licence. */
export function companyOf(company: Company, { executor }: Payees): HouseCompany {
  if (!executor) return company;
  const { name, inn, address, phone, licence } = executor;
  return {
    ...company,
    ...{ legalName: name, inn, licence },
    address: address || company.address,
    ...(phone !== '' && { phone, phoneNote: '' }),
  };
}
