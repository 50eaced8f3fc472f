import type { NameResolver } from '../paste-reading.ts';

/** Names that are easy to misread. */
export const KNOWN_NAMES = [
  ...['Tritanium', 'Pyerite', 'Veldspar', 'Dense Veldspar', 'Ytterbite', 'Aqueous Liquids'],
  ...['Rifter', 'Rifter Blueprint', 'Hobgoblin II', '200mm AutoCannon II', '5MN Microwarpdrive II'],
  ...['Republic Fleet EMP S', 'Navy Cap Booster 800', '1000 Aurum Token', 'X5 Enduring Web'],
  ...['Hull Tanking, Elite', "Men's 'Esquire' Coat (red/gold)", 'Hedbergite ( copy )'],
  ...['Medium Capacitor Booster II', '1600mm Steel Plates II', 'Capital Ship Design - "Dictator"'],
];

/** Knows the names above, and two types called "Twin". */
export const knownNames: NameResolver = {
  resolve(text) {
    const typeId = KNOWN_NAMES.findIndex((name) => name.toLowerCase() === text.toLowerCase());
    const name = KNOWN_NAMES[typeId];
    if (name !== undefined) return { kind: 'type', typeId, name };
    if (text === 'Twin') {
      const candidates = [1, 2].map((id) => ({ typeId: 100 + id, name: `Twin ${id}` }));
      return { kind: 'ambiguous', candidates };
    }
    return { kind: 'unknown', suggestions: [{ typeId: 0, name: 'Tritanium' }] };
  },
};
