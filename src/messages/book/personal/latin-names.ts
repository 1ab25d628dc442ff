/** How Russian names are spelled in Latin letters, the longest first. */
const SPELLED: readonly (readonly [latin: string, cyrillic: string])[] = (
  'shch=щ sch=щ zh=ж kh=х ts=ц ch=ч sh=ш yu=ю iu=ю ya=я ia=я yo=е ye=е iy=ий yy=ый ii=ий ey=ей ay=ай oy=ой ' +
  'a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з'
)
  .split(' ')
  .map((pair) => pair.split('=') as [string, string]);

/** A word in small Latin letters as it would be written in Russian. */
export function inCyrillic(word: string): string {
  let spelled = '';
  for (let at = 0; at < word.length;) {
    const [latin, cyrillic] = SPELLED.find(([one]) => word.startsWith(one, at)) ?? [word[at]!, word[at]!];
    spelled += cyrillic;
    at += latin.length;
  }
  return spelled.replace(/y$/, 'ий').replace(/(?<=[скц])ы$/, 'ий');
}
