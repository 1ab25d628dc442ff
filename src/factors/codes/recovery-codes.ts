/** How many a person gets at once. */
const RECOVERY_CODES = 10;

/** Digits only: where a telephone asks for six digits its keyboard has no letters. */
const DIGITS = 12;
const HALF = 10 ** (DIGITS / 2);

/** Ten different codes; `below` draws a whole number below another. */
export function newRecoveryCodes(below: (max: number) => number): string[] {
  const codes = new Set<string>();
  const half = () => String(below(HALF)).padStart(DIGITS / 2, '0');
  while (codes.size < RECOVERY_CODES) codes.add(half() + half());
  return [...codes];
}

/** A code as it is shown: «4821 0937 5516». */
export function shownCode(code: string): string {
  return code.match(/.{1,4}/g)!.join(' ');
}

/** What was typed where a code is asked for: that of an app, or one of those on paper; anything else is no code. */
export function typedCode(text: string): { kind: 'app' | 'recovery'; code: string } | undefined {
  const code = text.replace(/[\s-]/g, '');
  if (!/^\d+$/.test(code)) return undefined;
  if (code.length === 6) return { kind: 'app', code };
  return code.length === DIGITS ? { kind: 'recovery', code } : undefined;
}
