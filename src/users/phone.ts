/** Says what is wrong with a telephone number, or null; an empty one is the form's business. */
export function phoneProblem(phone: string): string | null {
  if (!phone || normalisePhone(phone)) return null;

  const digits = phone.replace(/\D/g, '').length;
  if (digits >= 5 && digits <= 7) {
    return 'Укажите номер телефона вместе с кодом города, например 8\u00A0(3952)\u00A0599-018';
  }
  return 'Проверьте номер телефона: он должен быть похож на 8\u00A0(3952)\u00A0599-018 или +7\u00A0902\u00A0123-45-67';
}

/** Brings a number to the international form, '+73952599018' (E.164, at most 15 digits); null when it is no number. */
export function normalisePhone(phone: string): string | null {
  const typed = phone.normalize('NFKC').trim();
  // NFKC has made ordinary spaces and hyphens of the non-breaking ones.
  if (!/^\+?[\d ().\p{Pd}]+$/u.test(typed)) return null;

  const digits = typed.replace(/\D/g, '');
  // Codes of Russia begin with 3, 4, 8 (cities) or 9 (mobile), those of Kazakhstan, also +7, with 6 or 7.
  if (/^\+?7/.test(typed) && /^7[346789]\d{9}$/.test(digits)) return `+${digits}`;
  if (typed.startsWith('+')) return /^[1-689]\d{7,14}$/.test(digits) ? `+${digits}` : null;
  if (/^8[346789]\d{9}$/.test(digits)) return `+7${digits.slice(1)}`;
  return /^[3489]\d{9}$/.test(digits) ? `+7${digits}` : null;
}

/**
 * Writes a normalised number for reading: '+7 395 259-90-18'.
 * City codes have three to five digits and no number tells how many, so all are grouped alike; foreign ones stay as they are.
 */
export function formatPhone(phone: string): string {
  return phone.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7 $1 $2-$3-$4');
}
