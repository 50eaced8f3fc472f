import { parseArgs } from 'node:util';
import { buildSnapshot } from '#lib/eve/static-data/index.ts';

const HELP = `Make prisma/static-data/snapshot.json.br from CCP's static data export.

  node --import tsx bin/build-static-data.ts --from EXPORT [--release NAME] [--to FOLDER]

  --from EXPORT   the export as JSONL: the .zip, or a folder with each file plain or .gz
  --release NAME  what the export calls itself; by default "sde-" and its build number. A hash of
                  the content is put behind it
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
} else if (!values.from) {
  console.error(`--from is needed.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const { from, release, to } = values;
  const built = await buildSnapshot({ from, release, to });
  console.log(
    `${built.types} types, ${built.gradeNames} of them with a grade name: ` +
      `version ${built.version}, ${built.bytes} bytes.`,
  );
}
