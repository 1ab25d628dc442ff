/** Units of what is used up; of square metres or residents one does not use more or less. */
export const CONSUMED: ReadonlySet<string> = new Set([
  ...['м³', 'м3', 'куб.м', 'куб. м', 'кВт·ч', 'кВт*ч', 'кВтч', 'кВт.ч', 'Гкал', 'гкал'],
]);

/** What everybody calls the coming and going of heating; null for other services, and where it was there all the time. */
export function seasonWords(service: string, before: bigint | null, after: bigint | null): string | null {
  const [was, is] = [before, after].map((total) => total !== null && total !== 0n);
  if (was === is || !/отоплен/iu.test(service)) return null;
  return is ? 'начался отопительный сезон' : 'отопительный сезон закончился';
}
