/** What is known of one recipient but the main one, when a month comes that does not divide its debts. */
export interface Former {
  readonly recipientId: number;
  /** What its former document asked for it: its lines, and what they had carried over. */
  readonly due: bigint;
  /** Payments that this document counts and whose recipient it is known to be, less what was given back. */
  readonly paid: bigint;
}

/** What stays with recipients of former months. */
interface Carried {
  /** Whose, and how much; below nothing where the recipient was paid ahead. */
  readonly shares: readonly (readonly [recipientId: number, kopecks: bigint])[];
  /** Payments without a recipient have paid a part of several debts, and nobody can say of which. */
  readonly unclear: boolean;
}

const NOTHING: Carried = { shares: [], unclear: false };

/**
 * A debt stays with the recipient that it was owed to, less what it was paid since, and so does an advance. Payments whose
 * recipient nobody has told pay the debt of the main one first, as on its slip; what they pay beyond it is known where one
 * other debt is left, and of several of them the main one keeps all. `rest` is what the document asks for beyond its lines
 * and what is told by recipient; penalties that nobody has divided are not in it: the others together are never asked for
 * more.
 */
export function carriedOver(rest: bigint, formers: readonly Former[]): Carried {
  const owed = formers.map(({ recipientId, due, paid }) => [recipientId, due - paid] as const);
  const debts = owed.filter(([, kopecks]) => kopecks > 0n);
  const ahead = owed.filter(([, kopecks]) => kopecks < 0n);
  const most = rest - sum(ahead);
  if (sum(debts) <= most) return { shares: [...debts, ...ahead], unclear: false };
  if (most <= 0n) return ahead.length === 0 ? NOTHING : { shares: ahead, unclear: false };
  const [only, ...others] = debts;
  if (others.length > 0) return { shares: ahead, unclear: true };
  return { shares: [[only![0], most], ...ahead], unclear: false };
}

function sum(shares: readonly (readonly [number, bigint])[]): bigint {
  return shares.reduce((total, [, kopecks]) => total + kopecks, 0n);
}
