/** To whom a letter goes, and about which account. */
export interface Addressee {
  readonly user_id: string;
  readonly public_no: string;
  readonly email: string;
  readonly last_name: string;
  readonly first_name: string;
  readonly middle_name: string;
  readonly account_id: string;
  readonly address: string;
}
