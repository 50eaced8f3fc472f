/**
 * What reached the pilots through ESI: mails and windows.
 *
 * @module
 */
import { byId, element, formatTime } from './api.js';

export function renderMails(mails) {
  byId('mails-empty').hidden = mails.length > 0;
  byId('mails').replaceChildren(
    ...mails.map(({ subject, body, from, to, sentAt }) =>
      element(
        'li',
        {},
        element(
          'details',
          { class: 'mail' },
          element(
            'summary',
            {},
            subject || 'No subject',
            element('small', {}, `${from} to ${to} · ${formatTime(sentAt)}`),
          ),
          element('p', { class: 'letter' }, body),
        ),
      ),
    ),
  );
}

export function renderWindows(windows) {
  byId('client-empty').hidden = windows.length > 0;
  byId('client').replaceChildren(
    ...windows.map(({ title, pilot, openedAt }) =>
      element('li', {}, title, element('small', {}, `${pilot} · ${formatTime(openedAt)}`)),
    ),
  );
}
