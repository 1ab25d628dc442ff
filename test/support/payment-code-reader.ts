const MANDATORY = ['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc'];
const KNOWN = [
  ...MANDATORY,
  ...['Sum', 'Purpose', 'PayeeINN', 'KPP', 'LastName', 'FirstName', 'MiddleName', 'PayerAddress'],
  ...['PersAcc', 'PaymPeriod', 'Category', 'TechCode'],
];
const SHAPES: Record<string, RegExp> = {
  PersonalAcc: /^\d{20}$/,
  BIC: /^\d{9}$/,
  CorrespAcc: /^(0|\d{20})$/,
  Sum: /^\d{1,18}$/,
  PaymPeriod: /^(\d{6}|\d\d\.\d{4})$/,
};

/** Reads a code for payment as a bank's application does: any separator, any letter case of the keys. */
export function readPaymentCode(text: string): Record<string, string> {
  const [, separator, body] = /^ST0001[123]([^\p{L}\d\s])(.*)$/su.exec(text) ?? [];
  if (separator === undefined || body === undefined) throw new Error('not a code for payment');
  const pairs = body
    .split(separator)
    .filter((pair, index, all) => pair !== '' || index < all.length - 1)
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`no value in «${pair}»`);
      const key = pair.slice(0, at);
      return [KNOWN.find((known) => known.toLowerCase() === key.toLowerCase()) ?? key, pair.slice(at + 1)];
    });
  MANDATORY.forEach((key, place) => {
    if (pairs[place]?.[0] !== key) throw new Error(`${key} is not in place ${place + 1}`);
  });
  const fields = Object.fromEntries(pairs) as Record<string, string>;
  for (const [key, shape] of Object.entries(SHAPES)) {
    const value = fields[key];
    if (value !== undefined && !shape.test(value)) throw new Error(`wrong ${key}: ${value}`);
  }
  return { ...fields, ...(fields['PaymPeriod'] && { PaymPeriod: monthFirst(fields['PaymPeriod']) }) };
}

/** `102026` for 10.2026, 102026 and 202610. */
function monthFirst(period: string): string {
  const digits = period.replace('.', '');
  return /^(0[1-9]|1[0-2])(19|20)\d\d$/.test(digits) ? digits : digits.slice(4) + digits.slice(0, 4);
}
