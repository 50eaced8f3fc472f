import { describe, expect, test } from 'vitest';
import { readEnv, VARIABLES } from '#lib/server/env.ts';
import { chooseMode, choosePorts, describeSandbox, pickSettings } from './environment.ts';
import { createSecrets } from './secrets.ts';

describe('the mode', () => {
  test.each([
    [{}, 'sandbox'],
    [{ PORT: '4000', OWNER_CHARACTER_IDS: '90000001', LOG_LEVEL: 'debug' }, 'sandbox'],
    [{ DATABASE_URL: 'postgresql://db/x' }, 'tranquility'],
    [{ REDIS_URL: 'redis://cache' }, 'tranquility'],
    [{ EVE_CLIENT_ID: 'abc' }, 'tranquility'],
    [{ PUBLIC_URL: 'https://trade.example' }, 'tranquility'],
    [{ AGEIRA_MODE: 'sandbox', DATABASE_URL: 'postgresql://db/x' }, 'sandbox'],
  ])('of %j is %s', (given, mode) => {
    expect(chooseMode(given)).toBe(mode);
  });
});

describe('the sandbox', () => {
  const services = { DATABASE_URL: 'postgresql://a:b@127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1' };
  const options = { secrets: createSecrets(), stateFolder: '/tmp/universe' };

  test('needs nothing from a person: the settings are complete', () => {
    const env = readEnv(describeSandbox(services, options));

    expect(env).toMatchObject({
      AGEIRA_MODE: 'sandbox',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:3000',
      EVE_ESI_URL: 'http://localhost:3001/esi',
    });
  });

  test('follows the ports that were chosen, in every address', () => {
    const settings = describeSandbox({ ...services, PORT: '4100', SANDBOX_PORT: '4200' }, options);

    expect(settings.PUBLIC_URL).toBe('http://localhost:4100');
    expect(settings.EVE_SSO_URL).toBe('http://localhost:4200/sso');
  });

  test('leaves a setting that was given as it is', () => {
    const settings = describeSandbox(
      { ...services, OWNER_CHARACTER_IDS: '9000000000002' },
      options,
    );

    expect(settings.OWNER_CHARACTER_IDS).toBe('9000000000002');
  });
});

test('a port that is none is not taken for the standard one', () => {
  expect(choosePorts({ PORT: 'eight' }).web).toBeNaN();
});

test('only settings of the site are taken from the environment, and empty ones are unset', () => {
  expect(pickSettings({ PORT: '4000', PATH: '/bin', REDIS_URL: '', EVE_CLIENT_ID: 'x' })).toEqual({
    PORT: '4000',
    EVE_CLIENT_ID: 'x',
  });
});

test('no setting that a process reads is passed over, for a start would not refuse a wrong one', () => {
  const given = Object.fromEntries(VARIABLES.map((name) => [name, 'x']));

  expect(pickSettings(given)).toEqual(given);
});
