const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android.*Mobile/, 'Телефон Android'],
  [/Android/, 'Планшет Android'],
  [/Windows/, 'Компьютер Windows'],
  [/Mac OS X/, 'Компьютер Mac'],
  [/Linux|CrOS/, 'Компьютер Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/YaBrowser/, 'Яндекс Браузер'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** What a person calls the device: «Телефон Android, Chrome». */
export function deviceName(userAgent: string): string {
  const find = (list: readonly [RegExp, string][]): string | undefined =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const parts = [find(SYSTEMS), find(BROWSERS)].filter(Boolean);
  return parts.length === 0 ? 'Неизвестное устройство' : parts.join(', ');
}
