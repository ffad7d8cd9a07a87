import type { Page } from 'playwright-core';
import type { FakeApi } from './fake-api.ts';
import { ada, mallory } from './fake-engagements.ts';
import type { MailScene } from './fake-mail.ts';
import type { State } from './states.ts';

const dayMs = 24 * 60 * 60 * 1000;
const title = 'Email Authentication';
const mail = (scene: MailScene) => (api: FakeApi) => api.set({ mail: scene });

const onMail = (name: string, set: State['set'], act?: State['act']): State => ({
  name,
  path: '/settings/mail',
  heading: title,
  set,
  ...(act ? { act } : {}),
});
const seen = (text: string | RegExp) => async (page: Page) => await page.getByText(text).first().waitFor();

/** A message of a timeline is open. */
const openRow = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page
    .getByRole('link', { name: /^Open in mailbox/ })
    .first()
    .waitFor();
};

/** Every state of mail that a person can see. */
export const mailStates: readonly State[] = [
  onMail('mail-none', mail('none'), seen('What happens then')),
  onMail('mail-no-offers', mail('noOffers'), seen('No mailbox can be connected here')),
  onMail('mail', mail('active'), seen('Up to date as of')),
  ...(['connecting', 'needsConsent', 'disconnected'] as const).map((scene) =>
    onMail(`mail-${scene}`, mail(scene), seen('Authorize again')),
  ),
  onMail('mail-lost', mail('lost'), seen('Authorize again')),
  onMail('mail-admin', mail('needsAdmin'), async (page) => {
    await page.getByRole('button', { name: 'Copy the link' }).waitFor();
  }),
  onMail(
    'mail-read-only',
    (api) => {
      mail('active')(api);
      api.mail().readOnly();
    },
    seen('Concord may not send from this mailbox'),
  ),
  onMail(
    'mail-gap',
    (api) => {
      mail('lost')(api);
      api.mail().connect();
    },
    seen('Fill this gap'),
  ),
  onMail(
    'mail-filling',
    (api) => {
      mail('active')(api);
      const now = Date.now();
      const span = { from: now - 19 * dayMs, until: now - 14 * dayMs };
      const filling = { id: 'g1', ...span, sentence: 'This time is being looked through.' };
      const missing =
        'In this time nothing was looked at. Fill it with one click; what is filed already is not filed twice.';
      const open = { id: 'g2', from: now - 6.5 * dayMs, until: now - 5 * dayMs, sentence: missing };
      const run = { id: 'r1', kind: 'gap', state: 'running', ...span, sentence: 'Reading from Outlook mail.' } as const;
      const counts = { expected: 1240, looked: 702, kept: 88, known: 17, leftOut: 597, remainingMs: 130_000 };
      api.mail().show({ gaps: [filling, open], run: { ...run, ...counts } });
    },
    async (page) => {
      await page.getByRole('progressbar', { name: 'Looking through mail' }).waitFor();
    },
  ),
  onMail('mail-counted', mail('active'), async (page) => {
    await page.getByText('Look through older mail').click();
    await page.getByRole('button', { name: 'Count messages' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  }),
  onMail('mail-older', mail('active'), async (page) => {
    await page.getByText('Look through older mail').click();
    await page.getByLabel('From', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Count messages' }).click();
    await page.getByText('Choose both days.').waitFor();
  }),
  onMail('mail-aliases', mail('active'), async (page) => {
    await page.getByText('Aliases: your other addresses').click();
    await page.getByLabel('Your aliases').first().fill('nobody');
    await page.getByRole('button', { name: 'Add these aliases' }).click();
    await page.getByText('Not an e-mail address: nobody').waitFor();
  }),
  onMail('mail-disconnect', mail('active'), async (page) => {
    await page.getByRole('button', { name: 'Disconnect: Outlook mail' }).click();
    await page.getByRole('dialog', { name: 'Disconnect Outlook mail?' }).waitFor();
  }),
  onMail(
    'mail-failed',
    (api) => {
      mail('active')(api);
      api.fail(/^\/api\/mail$/, 403, { code: 'refused', message: 'This page is not yours.', action: 'Sign in again.' });
    },
    seen('This page is not yours.'),
  ),
  {
    name: 'mail-settings',
    path: '/settings/mail/firm',
    heading: 'Your firm’s mail settings',
    set: mail('active'),
    act: async (page) => {
      await page.getByRole('switch', { name: 'Keep a few lines of the text' }).click();
      await page.getByText('Saved', { exact: true }).waitFor();
    },
  },
  {
    name: 'mail-settings-of-another',
    path: '/settings/mail/firm',
    heading: 'Your firm’s mail settings',
    set: (api) => api.set({ mail: 'active', isOwner: false }),
    act: seen('bank.example'),
  },
  { name: 'trace-none', path: '/settings/mail/troubleshoot', heading: 'Troubleshoot a message', set: mail('none') },
  {
    name: 'trace',
    path: '/settings/mail/troubleshoot',
    heading: 'Troubleshoot a message',
    set: mail('active'),
    act: async (page) => {
      await page.getByRole('textbox').fill('Message-ID: <roof-7@home.example>');
      await page.getByRole('button', { name: 'Find out why' }).click();
      await page.getByRole('heading', { name: 'It is left out' }).waitFor();
    },
  },
  {
    name: 'trace-kept',
    path: '/settings/mail/troubleshoot?box=m-microsoft&engagement=e1',
    heading: 'Troubleshoot a message',
    set: mail('active'),
    act: async (page) => {
      await page.getByRole('heading', { name: 'It is kept' }).waitFor();
    },
  },
  {
    name: 'trace-refused',
    path: '/settings/mail/troubleshoot?box=m-microsoft&engagement=e1',
    heading: 'Troubleshoot a message',
    set: (api) => {
      mail('active')(api);
      api.mail().refuse({ sentence: 'Microsoft 365 asks for a second proof that it is you.', next: wayBack });
    },
    act: async (page) => {
      await page.getByRole('link', { name: 'Authorize again' }).waitFor();
    },
  },
  {
    name: 'engagements',
    path: '/engagements',
    heading: 'Engagements',
    set: mail('active'),
    act: async (page) => {
      await page.getByRole('link', { name: ada.name }).waitFor();
    },
  },
  {
    name: 'engagements-none',
    path: '/engagements',
    heading: 'Engagements',
    set: (api) => {
      mail('none')(api);
      api.mail().engagements.empty();
    },
    act: seen('No engagements yet'),
  },
  {
    name: 'engagements-not-found',
    path: '/engagements?search=nobody',
    heading: 'Engagements',
    set: mail('active'),
    act: seen('Nobody found'),
  },
  {
    name: 'timeline',
    path: `/engagements/${ada.id}`,
    heading: ada.name,
    set: mail('active'),
    act: openRow(/Thank you/),
  },
  {
    name: 'timeline-hostile',
    path: `/engagements/${mallory.id}`,
    heading: /Quill/,
    set: mail('active'),
    act: async (page) => {
      const closed = page.getByRole('list', { name: 'Timeline' }).getByRole('button', { expanded: false });
      await closed.first().waitFor();
      while ((await closed.count()) > 0) await closed.first().click();
    },
  },
  {
    name: 'timeline-unknown',
    path: '/engagements/nobody',
    heading: 'This timeline cannot be shown',
    set: mail('active'),
  },
  {
    name: 'letter',
    path: `/engagements/${ada.id}`,
    heading: ada.name,
    set: mail('active'),
    act: async (page) => {
      await openRow(/Thank you/)(page);
      await page.getByRole('button', { name: 'Reply' }).click();
      await page.getByRole('dialog', { name: 'Reply' }).waitFor();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Write something first.').waitFor();
    },
  },
  {
    name: 'letter-not-allowed',
    path: `/engagements/${ada.id}`,
    heading: ada.name,
    set: (api) => {
      mail('active')(api);
      api.mail().readOnly();
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Write' }).click();
      await page.getByText('the permission to send was not given').waitFor();
    },
  },
  {
    name: 'redact',
    path: `/engagements/${ada.id}`,
    heading: ada.name,
    set: mail('active'),
    act: async (page) => {
      await openRow(/Thank you/)(page);
      await page.getByRole('button', { name: 'Redact', exact: true }).click();
      await page.getByRole('dialog', { name: 'Redact this engagement?' }).waitFor();
    },
  },
  {
    name: 'file',
    path: `/engagements/${ada.id}`,
    heading: ada.name,
    set: mail('active'),
    act: async (page) => {
      await openRow(/Thank you/)(page);
      await page.getByRole('button', { name: 'File on a matter' }).click();
      await page.getByRole('radio', { name: '00104-Lovelace' }).waitFor();
    },
  },
];

const wayBack = { label: 'Authorize again', url: '/auth/microsoft/start?return=/settings/mail&connection=m-microsoft' };
