/** Why a text that begins with a line of service, «#…», is nothing that the portal loads; undefined where it may be a table. */
export function refusedServiceLine(
  head: string,
  mayBeHeader: (cells: readonly string[]) => boolean,
): string | undefined {
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (!/^\uFEFF?\s*#/.test(lines[0] ?? '')) return undefined;
  if (lines.slice(0, 20).some((line) => mayBeHeader(line.split(/[;\t,]/)))) return undefined;
  return (
    'Файл начинается служебной строкой «#…», но это не реестр платежей Сбербанка и не реестр «Города». ' +
    'Если это реестр задолженности, который отправляют в банк, платежей в нём нет: возьмите реестр, который банк присылает в ответ. ' +
    'Если это таблица, добавьте строку с названиями столбцов'
  );
}
