import { describe, expect, it } from '@jest/globals';
import { factsOf, shownFacts, typedFacts, wrongArea } from './account-facts.js';

const ROW = { owner_name: 'Ким А. А.', total_area: '54.30', residents: 2, number: '1' };

describe('Facts of an account', () => {
  it('are compared without zeros that say nothing', () => {
    expect(factsOf(ROW)).toEqual({ owner_name: 'Ким А. А.', total_area: '54.3', residents: 2 });
    expect(factsOf({ ...ROW, total_area: '60.00' }).total_area).toBe('60');
    expect(factsOf({ ...ROW, total_area: null }).total_area).toBeNull();
  });

  it('are shown in words and typed as people type', () => {
    expect(shownFacts(factsOf(ROW))).toEqual({ owner: 'Ким А. А.', area: '54,3\u00A0м²', residents: '2' });
    expect(typedFacts(factsOf(ROW))).toEqual({ owner: 'Ким А. А.', area: '54,3', residents: '2' });
    const nothing = { owner_name: '', total_area: null, residents: null };
    expect(shownFacts(nothing)).toEqual({ owner: '', area: '', residents: '' });
    expect(typedFacts(nothing)).toEqual({ owner: '', area: '', residents: '' });
  });

  it('have no area of 0, but for one that stands there already', () => {
    for (const nothing of ['0', '0.00']) {
      expect(wrongArea(nothing)).toBe('Площадь не бывает 0. Если она неизвестна, оставьте поле пустым');
      expect(wrongArea(nothing, '54.3')).toBeDefined();
      expect(wrongArea(nothing, '0.00')).toBeUndefined();
    }
    expect([wrongArea('0.5'), wrongArea(null), wrongArea(null, '54.3')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
