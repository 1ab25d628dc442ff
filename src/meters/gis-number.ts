/** Why a text is no number that ГИС ЖКХ has given to a meter; undefined where it may be one, or is empty. */
export function wrongGisNumber(text: string): string | undefined {
  return /^\d*$/.test(text) ? undefined : 'Номер ПУ в ГИС ЖКХ состоит из одних цифр';
}
