const GROUPS = 4;
const IN_GROUP = 4;
const DIGITS = GROUPS * IN_GROUP;

/** Makes the code of a slip: 16 digits, 53 bits, that any keyboard has and that can be read out. */
export function makeSlipCode(randomInt: (max: number) => number): string {
  return Array.from({ length: DIGITS }, () => String(randomInt(10))).join('');
}

/** Writes a code as the slip shows it: «4827 1930 5564 0217». */
export function shownSlipCode(code: string): string {
  return code.replace(/\d{4}(?=\d)/g, '$& ');
}

/** The digits of a typed code, however they were parted; null when it can be no code. */
export function normaliseSlipCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\p{Z}\p{P}\p{Cf}]/gu, '');
  return code.length === DIGITS && /^\d+$/.test(code) ? code : null;
}
