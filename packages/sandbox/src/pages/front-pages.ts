import type { Awkwardnesses, Setting } from '../kernel/awkwardness.ts';
import { type PlainRequest, type PlainResponse, reply } from '../kernel/plain-http.ts';
import { escapeHtml, page } from './shell.ts';

const places = [
  {
    href: '/clio/contacts',
    title: 'Clio contacts',
    about: 'Add, edit and delete contacts as a person does it in Clio Manage.',
  },
  {
    href: '/clio/calendars',
    title: 'Clio calendars',
    about: 'Add, edit and delete events, series and single instances, and see what mail would have been sent.',
  },
  {
    href: '/outlook/people',
    title: 'Outlook people',
    about: 'Add, edit, move and delete people as a person does it in Outlook.',
  },
  {
    href: '/outlook/calendar',
    title: 'Outlook calendar',
    about: 'Events, series and single instances; and the mails that guests would have got.',
  },
  {
    href: '/outlook/mail',
    title: 'Outlook mail',
    about: 'Read, write, move and delete messages as a person does it in Outlook, and let messages arrive.',
  },
  {
    href: '/google/contacts',
    title: 'Google contacts',
    about: 'Add, edit, label, delete and recover contacts as a person does it in Google Contacts.',
  },
  {
    href: '/google/calendars',
    title: 'Google calendars',
    about:
      'Add, edit, repeat and delete events as a person does it in Google Calendar, and see whom it would have written to.',
  },
  {
    href: '/google/mail',
    title: 'Gmail',
    about: 'Read, label, delete and send mail as a person does it in Gmail, and let messages arrive.',
  },
  {
    href: '/clio/apps',
    title: 'Clio: connected apps',
    about: 'Remove the app from a person’s Clio.',
  },
  {
    href: '/outlook/account',
    title: 'Microsoft: account and security',
    about: 'Change a password, demand a second factor, let only administrators accept apps.',
  },
  {
    href: '/google/account',
    title: 'Google: account',
    about: 'Change a password, remove the app, end a session.',
  },
  {
    href: '/awkwardnesses',
    title: 'Awkwardnesses',
    about: 'Switch on the awkward habits of the real services, one by one.',
  },
] as const;

/** `GET /` */
export function startPage(): PlainResponse {
  const cards = places.map(
    ({ href, title, about }) =>
      `<li><a class="sheet" href="${href}"><h2>${title}</h2><p class="muted">${about}</p></a></li>`,
  );
  const body = `<h1>The sandbox</h1><p class="muted">Services that behave like Clio Manage, Microsoft 365 and Google, with their limits and their awkward habits. Everything you do here stays on this machine.</p><ul class="cards">${cards.join('')}</ul>`;
  return page({ title: 'Start', service: 'sandbox', body });
}

/** `GET /awkwardnesses`: every one with its switch, how often it strikes, and its size. */
export function awkwardnessPage(
  awkward: Awkwardnesses,
  table: Readonly<Record<string, string>>,
  notice?: string,
): PlainResponse {
  const settings = awkward.settings();
  const count = Object.keys(settings).length;
  const rows = Object.entries(table).map(([name, about]) => awkwardnessRow(name, about, settings[name]));
  const body = `<h1>Awkwardnesses</h1><p class="muted">${count === 0 ? 'All are off.' : `${count} on.`} “Often” is a share: 1 strikes every time, 0.1 once in ten.</p>
${count === 0 ? '' : '<form class="actions spaced" method="post" action="/awkwardnesses"><button class="danger" name="clear" value="all">Switch all off</button></form>'}
<table class="list"><thead><tr><th scope="col">What happens</th><th scope="col">Setting</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page({ title: 'Awkwardnesses', service: 'sandbox', body, ...(notice === undefined ? {} : { notice }) });
}

function awkwardnessRow(name: string, about: string, setting: Setting | undefined): string {
  const id = escapeHtml(name);
  const state = setting === undefined ? '' : ' <span class="pill">on</span>';
  const button = (value: string, label: string, quiet: boolean) =>
    `<button name="set" value="${value}"${quiet ? ' class="quiet"' : ''}>${label}<span class="unseen"> ${id}</span></button>`;
  return `<tr id="${id}"><td><code>${id}</code>${state}<small>${escapeHtml(about)}</small></td><td><form class="row inline" method="post" action="/awkwardnesses"><input type="hidden" name="name" value="${id}">
<label class="field short"><span>Often</span><input type="number" name="rate" min="0" max="1" step="any" value="${setting?.rate ?? 1}"></label>
<label class="field short"><span>Amount</span><input type="number" name="amount" min="0" step="any" value="${setting?.amount ?? ''}" placeholder="usual"></label>
${setting === undefined ? button('on', 'Switch on', true) : `${button('on', 'Change', true)}${button('off', 'Switch off', false)}`}</form></td></tr>`;
}

/** `POST /awkwardnesses`: that page's forms. */
export function switchAwkwardness(
  awkward: Awkwardnesses,
  table: Readonly<Record<string, string>>,
  request: PlainRequest,
): PlainResponse {
  const form = new URLSearchParams(request.body);
  if (form.get('clear') === 'all') {
    for (const name of Object.keys(awkward.settings())) awkward.set(name, undefined);
    return awkwardnessPage(awkward, table, 'All are off now.');
  }
  const name = form.get('name') ?? '';
  const setting = readSetting(form);
  if (!Object.hasOwn(table, name) || setting === undefined) return refusalPage();
  awkward.set(name, form.get('set') === 'off' ? undefined : setting);
  return reply(null, { status: 303, headers: { location: `/awkwardnesses#${encodeURIComponent(name)}` } });
}

function readSetting(form: URLSearchParams): Setting | undefined {
  const rate = Number(form.get('rate'));
  const amount = form.get('amount') ? Number(form.get('amount')) : undefined;
  const fits = rate >= 0 && rate <= 1 && (amount === undefined || amount >= 0);
  if (!fits) return undefined;
  return amount === undefined ? { rate } : { rate, amount };
}

function refusalPage(): PlainResponse {
  const body =
    '<p class="error" role="alert">There is no such awkwardness, or its share is not between 0 and 1, or its amount is not a number.</p><p><a href="/awkwardnesses">All awkwardnesses</a></p>';
  return page({ title: 'Awkwardnesses', service: 'sandbox', body, status: 422 });
}

export function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such page in the sandbox.</p><p><a href="/">Start</a></p></section>';
  return page({ title: 'Not here', service: 'sandbox', body, status: 404 });
}
