import { parseArgs } from 'node:util';
import { buildSnapshot } from '#lib/eve/static-data/index.ts';

const HELP = `Make prisma/static-data/snapshot.json.br from CCP's static data export.

  node --import tsx bin/build-static-data.ts --from FOLDER --release NAME [--to FOLDER]

  --from FOLDER   the export as JSONL, each file plain or .gz, and packagedVolumes.json
  --release NAME  what the export calls itself; a hash of the content is put behind it
  --to FOLDER     where to write (default: prisma/static-data)
`;

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    release: { type: 'string' },
    to: { type: 'string', default: 'prisma/static-data' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else if (!values.from || !values.release) {
  console.error(`Both --from and --release are needed.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const { from, release, to } = values;
  const built = await buildSnapshot({ from, release, to });
  console.log(
    `${built.types} types, ${built.gradeNames} of them with a grade name: ` +
      `version ${built.version}, ${built.bytes} bytes.`,
  );
}
