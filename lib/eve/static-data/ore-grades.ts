import type { StaticMaterialRow, StaticTypeRow } from './tables.ts';

/** The richer variants of an ordinary ore, by how much more than the plain ore they yield. */
const GRADES = [
  { suffix: 'II-Grade', factor: 1.05 },
  { suffix: 'III-Grade', factor: 1.1 },
  { suffix: 'IV-Grade', factor: 1.15 },
] as const;

const FORMS = ['', 'Compressed ', 'Batch Compressed '] as const;

/**
 * Find the grade names of ore variants: type id → "Veldspar II-Grade".
 *
 * The client names the variants of an ordinary ore by grade; older data carry the old names
 * ("Concentrated Veldspar"). The grade follows from the yields: the plain ore is the type that is
 * named like its group ("Veldspar"), and a variant whose every material is 5, 10 or 15 % more,
 * rounded, is of grade II, III or IV. Compressed forms are compared with the compressed plain ore.
 * Moon ores, ice and ores with other materials share a group with unlike types and get none.
 *
 * @param types The types of one ore group.
 * @param groupName The group's English name.
 * @param materials Materials by type id.
 */
export function deriveOreGradeNames(
  types: readonly StaticTypeRow[],
  groupName: string,
  materials: ReadonlyMap<number, readonly StaticMaterialRow[]>,
): Map<number, string> {
  const names = new Map<number, string>();
  for (const form of FORMS) {
    const plain = types.find((type) => type.names.en === `${form}${groupName}`);
    const plainYield = plain && materials.get(plain.id);
    if (!plain || !plainYield?.length) continue;

    for (const type of types) {
      if (type.id === plain.id || formOf(type.names.en) !== form) continue;
      const grade = GRADES.find(({ factor }) =>
        isRicherBy(factor, plainYield, materials.get(type.id) ?? []),
      );
      if (grade) names.set(type.id, `${plain.names.en} ${grade.suffix}`);
    }
  }
  return names;
}

function formOf(name: string): (typeof FORMS)[number] {
  return FORMS.findLast((form) => name.startsWith(form)) ?? '';
}

function isRicherBy(
  factor: number,
  plain: readonly StaticMaterialRow[],
  variant: readonly StaticMaterialRow[],
): boolean {
  if (plain.length !== variant.length) return false;
  return plain.every(({ materialTypeId, quantity }) => {
    const richer = variant.find((row) => row.materialTypeId === materialTypeId);
    // CCP rounds to whole units, once up and once down (35 of 32 × 1.1, 83 of 75 × 1.1).
    return richer !== undefined && Math.abs(richer.quantity - quantity * factor) <= 0.75;
  });
}
