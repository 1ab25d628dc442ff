import type { Bank } from '../../core/company.js';
import { isCapitalRepair } from './capital-repair.js';

/** What a recipient is paid for: all that nobody else takes, capital repair, or services by their names. */
export type Takes = 'rest' | 'capital-repair' | 'services';

/** A legal entity of the company that provides the services; address and phone that are empty are those of the company. */
export interface Executor {
  readonly address: string;
  readonly phone: string;
  readonly licence: string;
}

/** To whom residents pay. */
export interface Recipient {
  /** 0 is the company while nobody has told its requisites. */
  readonly id: number;
  readonly name: string;
  readonly inn: string;
  /** Empty where there is none. */
  readonly kpp: string;
  /** Undefined while nobody has told it: then there is no code for payment. */
  readonly bank: Bank | undefined;
  /** What a payment is for, «Взнос на капитальный ремонт»; empty for all services together. */
  readonly purpose: string;
  readonly takes: Takes;
  readonly services: readonly string[];
  /** Of these houses alone; of all where it is empty. */
  readonly houses: readonly string[];
  /** It provides the services in its houses itself; undefined for a fund, a supplier, an agent who collects money. */
  readonly executor?: Executor | undefined;
}

/** What holds of a recipient from a day on. */
export interface RecipientTerms extends Recipient {
  /** `2026-11-01`. */
  readonly since: string;
  /** It is paid no more. */
  readonly ended: boolean;
}

/** Who is known as the company when there is no recipient for the rest. */
export type CompanyName = Pick<Recipient, 'name' | 'inn' | 'kpp'>;

/** All recipients with what held when. */
export class RecipientBook {
  private readonly company: Recipient;
  private shown?: { readonly day: string; readonly recipients: readonly RecipientTerms[] };

  /** `all` in the order of their days, and for a day in the order in which they were written. */
  constructor(
    readonly all: readonly RecipientTerms[],
    company: CompanyName,
  ) {
    const { name, inn, kpp } = company;
    this.company = { ...{ id: 0, name, inn, kpp }, bank: undefined, purpose: '', ...NOTHING_SPECIAL };
  }

  /** Who is paid on a day for what is used in a house. */
  of(day: string, houseId: string | null): Payees {
    const recipients = this.inForce(day);
    const here = recipients.filter(
      ({ ended, houses }) => !ended && (houses.length === 0 || houses.includes(houseId ?? '')),
    );
    // Whoever names the house goes before those who take all.
    const own = here.filter(({ houses }) => houses.length > 0);
    const ofAll = here.filter(({ houses }) => houses.length === 0);
    return new Payees([...own, ...ofAll], recipients, this.company);
  }

  /** What held of each recipient on a day, also of those who are paid no more. */
  inForce(day: string): readonly RecipientTerms[] {
    // Most ask for today.
    if (this.shown?.day !== day) {
      const last = new Map<number, RecipientTerms>();
      for (const terms of this.all) if (terms.since <= day) last.set(terms.id, terms);
      this.shown = { day, recipients: [...last.values()] };
    }
    return this.shown.recipients;
  }
}

const NOTHING_SPECIAL = { takes: 'rest', services: [], houses: [] } as const;

/** Who is paid on one day for what is used in one house. */
export class Payees {
  /** Whoever takes what nobody else does. */
  readonly main: Recipient;

  /** `here` are those of the house, the nearest first. */
  constructor(
    private readonly here: readonly Recipient[],
    private readonly known: readonly Recipient[],
    company: Recipient,
  ) {
    this.main = here.find(({ takes }) => takes === 'rest') ?? company;
  }

  /** Whoever is paid for a line of charges; a file may have named the recipient. */
  for(service: string, named: number | null): Recipient {
    const told = named === null ? undefined : this.byId(named);
    return told ?? this.here.find((recipient) => isPaidFor(recipient, service)) ?? this.main;
  }

  /** Whoever provides the services here, where it is another legal entity than the company of the settings. */
  get executor(): (CompanyName & Executor) | undefined {
    const { executor, name, inn, kpp } = this.main;
    return executor && { name, inn, kpp, ...executor };
  }

  byId(id: number): Recipient | undefined {
    return this.known.find((recipient) => recipient.id === id);
  }

  /** Whether anybody but the main one may have a part. */
  get several(): boolean {
    return this.here.some(({ takes }) => takes !== 'rest');
  }
}

function isPaidFor({ takes, services }: Recipient, service: string): boolean {
  return services.includes(service) || (takes === 'capital-repair' && isCapitalRepair(service));
}
