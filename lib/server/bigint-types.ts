import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;

/** For a question to the driver: integers of 64 bits as Prisma gives them, which no number holds all. */
export const BIGINT_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => {
    if (id === INT8) return BigInt;
    if (id === INT8_ARRAY) return readBigints;
    return pg.types.getTypeParser(id, format);
  },
};

/** "{1,2,NULL}" */
function readBigints(text: string): (bigint | null)[] {
  if (text === '{}') return [];
  const each = text.slice(1, -1).split(',');
  return each.map((value) => (value === 'NULL' ? null : BigInt(value)));
}
