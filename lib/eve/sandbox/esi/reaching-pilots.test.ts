import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  MINER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';

const SCOPES = ['esi-mail.send_mail.v1', 'esi-ui.open_window.v1'];

let now: Date;
let sandbox: TestSandbox;
let token: string;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
  token = (await sandbox.signIn(TRADER, SCOPES)).access_token;
});
afterEach(() => sandbox.close());

const send = (mail: object, from = TRADER) =>
  sandbox.postEsi(`/characters/${from}/mail`, { ...LETTER, ...mail }, { token });
const LETTER = {
  subject: 'Your quote',
  body: '<b>It is fine.</b>',
  recipients: [{ recipient_id: MINER, recipient_type: 'character' }],
};
const control = async () => (await fetch(`${sandbox.url}/control/api`)).json();

describe('a mail', () => {
  test('that is sent can be read on the control page, and has an id of its own', async () => {
    const recipients = [
      ...LETTER.recipients,
      { recipient_id: TRADER_CORPORATION, recipient_type: 'corporation' },
    ];
    const first = await send({ recipients });
    const second = await send({ subject: 'Another' });
    const { mails } = await control();

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await first.json()).not.toBe(await second.json());
    expect(mails).toMatchObject([
      { subject: 'Another' },
      {
        from: 'Maren Tessidari',
        to: 'Ilya Torvanen, Ageira Trade Holdings',
        subject: 'Your quote',
        body: '<b>It is fine.</b>',
        sentAt: now.toISOString(),
      },
    ]);
  });

  test.each([
    { name: 'nobody', mail: { recipients: [] } },
    {
      name: 'somebody who does not exist',
      mail: { recipients: [{ recipient_id: 1, recipient_type: 'character' }] },
    },
    {
      name: 'a person as if it were a corporation',
      mail: { recipients: [{ recipient_id: MINER, recipient_type: 'corporation' }] },
    },
    { name: 'fifty-one', mail: { recipients: Array(51).fill(LETTER.recipients[0]) } },
    { name: 'one, with 10,001 letters', mail: { body: 'x'.repeat(10_001) } },
  ])('to $name is refused with 400, and not kept', async ({ mail }) => {
    expect((await send(mail)).status).toBe(400);
    expect((await control()).mails).toEqual([]);
  });

  test('is stopped after five in a minute, in the server’s own words', async () => {
    for (let mail = 0; mail < 5; mail += 1) expect((await send({})).status).toBe(201);
    const stopped = await send({});
    expect([stopped.status, await stopped.json()]).toEqual([
      520,
      { error: "{'error_label': 'MailStopSpamming', 'error_dict': {'remainingTime': 600000000L}}" },
    ]);
    now = new Date(now.getTime() + 60_000);

    expect((await send({})).status).toBe(201);
  });

  test('of another character is refused, and so is one without the scope', async () => {
    expect((await send({}, MINER)).status).toBe(403);
    token = (await sandbox.signIn(TRADER, ['publicData'])).access_token;
    expect((await send({})).status).toBe(403);
  });
});

describe('a window', () => {
  const open = (what: string, body?: unknown) =>
    sandbox.postEsi(`/ui/openwindow/${what}`, body, { token });

  test('of each kind is seen on the control page, that of a contract in the game too', async () => {
    const contractId = await sandbox.createContract();
    const mail = { subject: 'Hello', body: '', recipients: [MINER] };
    const replies = [
      await open(`contract?contract_id=${contractId}`),
      await open(`information?target_id=${MINER}`),
      await open('marketdetails?type_id=34'),
      await open('newmail', mail),
    ];
    const { windows } = await control();
    const game = await (await fetch(`${sandbox.url}/game/api/state?pilot=${TRADER}`)).json();

    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(windows.map(({ title }: { title: string }) => title)).toEqual([
      'New mail: Hello',
      'Market: Tritanium',
      'Information: Ilya Torvanen',
      `Contract ${contractId}: AT-7K3M9QX2`,
    ]);
    expect(game.openedWindows).toMatchObject([{ contractId, characterId: TRADER }]);
  });

  test('takes its id from the query: nothing else opens it', async () => {
    expect((await open('contract', { contract_id: 1 })).status).toBe(400);
    expect((await open('information?target_id=me')).status).toBe(400);
    expect((await open('marketdetails')).status).toBe(400);
    expect((await open('newmail', {})).status).toBe(400);
  });
});
