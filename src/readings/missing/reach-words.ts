import { plural } from '../../text/russian.js';

/** Flats that have not sent, and those of them that a letter comes to. */
interface Reached {
  readonly flats: number;
  readonly reached: number;
}

/** «Не передали показания: 5 помещений. Письмо придёт в 2 из них.», whatever the numbers are. */
export function reachWords({ flats, reached }: Reached): string {
  if (flats === 0) return 'Показания передали все.';
  const count = `${flats}\u00A0${plural(flats, 'помещение', 'помещения', 'помещений')}`;
  return `Не передали показания: ${count}. ${letterWords(flats, reached)}`;
}

function letterWords(flats: number, reached: number): string {
  if (flats === 1) return reached === 0 ? 'Письмо туда не придёт.' : 'Письмо придёт.';
  if (reached === 0) return 'Письмо не придёт ни в одно из них.';
  if (reached === flats) return 'Письмо придёт в каждое из них.';
  return `Письмо придёт ${reached === 1 ? 'в одно' : `в ${reached}`} из них.`;
}
