import * as z from 'zod';
import { describeFinding, type Names } from '#lib/core/matching/describe-finding.ts';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import type { MatchInput } from '#lib/core/matching/match-input.ts';
import { matchInputSchema } from '#lib/core/matching/schema.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import { type Command, readInput, readOptions, UsageError } from './command.ts';

const MAX_BYTES = 8_388_608;
const MAX_ISSUES = 5;

const HELP = `Check a contract against a quote.

  npm run --silent ageira -- match [--json] < case.json

Reads one JSON object from standard input: "quote", "program", "contract" (exactly as ESI gives it),
"items" (likewise), "now"; optional "otherContracts", "knownCodes", "packagedVolumesM3" (by type id;
by default the static data's). Prints one line of JSON:
  {"verdict":"valid | fix-needed | suspicious | unmatched","relation",
   "findings":[{"check","code","level","expected","actual","message","fix"}]}

  --json  the default
  --help  this text

Exit codes: 0 the contract was checked (whatever the verdict), 2 wrong options or input.`;

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  readOptions(args, { json: { type: 'boolean', default: false } });
  const [text, tables] = await Promise.all([readInput(MAX_BYTES), readSnapshot()]);
  const staticData = createStaticData(tables);
  const input = withPackagedVolumes(parseInput(text), staticData);
  const { verdict, relation, findings } = matchContract(input);
  const names = namesFrom(staticData);
  const described = findings.map((finding) => {
    const { title, message, fix } = describeFinding(finding, names, input.quote.side);
    return { ...finding, title, message, fix };
  });
  console.log(JSON.stringify({ verdict, relation, findings: described }));
  return 0;
}

function parseInput(text: string): MatchInput {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `The input is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  const parsed = matchInputSchema.safeDecode(json as z.input<typeof matchInputSchema>);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => {
    const field = z.core.toDotPath(path);
    return `${field === '' ? 'the object' : field}: ${message}`;
  });
  throw new UsageError(`The input does not have the shape of a match. ${issues.join('; ')}.`);
}

/** The volume check needs to know what the items take up when they are packaged. */
function withPackagedVolumes(input: MatchInput, staticData: StaticData): MatchInput {
  if (input.packagedVolumesM3) return input;
  const packagedVolumesM3: Record<string, number> = {};
  for (const { typeId } of input.items ?? []) {
    const type = staticData.type(typeId);
    if (type) packagedVolumesM3[typeId] = type.packagedVolumeM3;
  }
  return { ...input, packagedVolumesM3 };
}

function namesFrom(staticData: StaticData): Names {
  return {
    type: (id) => staticData.type(id)?.name ?? `type ${id}`,
    location: (id) => staticData.station(id)?.name ?? `location ${id}`,
    party: (id) => `id ${id}`,
  };
}
