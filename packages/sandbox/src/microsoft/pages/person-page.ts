import { type PlainResponse } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { addressParts } from '../mailbox/contact-fields.ts';
import {
  addressNames,
  categoriesText,
  composedTexts,
  emailInputs,
  listSizes,
  nameTexts,
  type PersonForm,
  workTexts,
} from './person-form.ts';

const labels: Readonly<Record<string, string>> = {
  title: 'Title',
  givenName: 'First name',
  middleName: 'Middle name',
  surname: 'Last name',
  companyName: 'Company',
  jobTitle: 'Job title',
  businessHomePage: 'Web site',
  displayName: 'Display name',
  fileAs: 'File as',
  businessPhones: 'Business phone',
  homePhones: 'Home phone',
  imAddresses: 'IM address',
  businessAddress: 'Business address',
  homeAddress: 'Home address',
  otherAddress: 'Other address',
  street: 'Street',
  city: 'City',
  state: 'State or province',
  countryOrRegion: 'Country or region',
  postalCode: 'Postal code',
};

export type PersonPage = {
  readonly heading: string;
  /** Where the form goes. */
  readonly action: string;
  readonly listHref: string;
  readonly form: PersonForm;
  readonly problem?: string | undefined;
  /** For a contact that is there: where it is, and where it can go. */
  readonly stored?: { readonly folder: string; readonly folders: readonly string[]; readonly path: string } | undefined;
};

export function personPage(options: PersonPage): PlainResponse {
  const { heading, action, listHref, form, problem, stored } = options;
  const body = `<p><a href="${escapeHtml(listHref)}">All people</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off">
<h1><bdi>${escapeHtml(heading)}</bdi></h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<input type="hidden" name="changeKey" value="${escapeHtml(form.changeKey ?? '')}">
${group('Name', [...nameTexts, ...composedTexts].map((name) => field(form, name)).join(''))}
<p class="muted">Display name and “File as” left blank are composed from the name.</p>
${group('Work', workTexts.map((name) => field(form, name)).join(''))}
${emails(form)}
${phones(form)}
${group('Instant messaging', listFields(form, 'imAddresses'))}
${addressNames.map((name) => addressGroup(form, name)).join('')}
${group('Personal', field(form, 'birthday', 'Birthday', 'date'))}
${group('Categories', field(form, categoriesText, 'Categories, with commas between them'))}
<div class="actions"><button>Save</button><a class="button quiet" href="${escapeHtml(listHref)}">Cancel</a>
${stored ? `<a class="button danger" href="${escapeHtml(stored.path)}/delete${querySuffix(action)}">Delete…</a>` : ''}</div>
</form>
${stored ? moveForm(stored, querySuffix(action)) : ''}`;
  return page({ title: heading, service: 'outlook', body, status: problem === undefined ? 200 : 422 });
}

function group(legend: string, fields: string): string {
  return `<fieldset><legend>${legend}</legend><div class="grid">${fields}</div></fieldset>`;
}

function field(form: PersonForm, name: string, label = labels[name] ?? name, type = 'text'): string {
  return `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`;
}

function listFields(form: PersonForm, name: keyof typeof listSizes, type = 'text'): string {
  return Array.from({ length: listSizes[name] }, (_, index) =>
    field(form, `${name}.${index}`, `${labels[name]} ${index + 1}`, type),
  ).join('');
}

/** Addresses are plain text: a stand-in must be able to hold a wrong one. */
function emails(form: PersonForm): string {
  const rows = Array.from(
    { length: emailInputs },
    (_, index) =>
      field(form, `email.${index}.address`, `E-mail ${index + 1}`) +
      field(form, `email.${index}.name`, `Name shown with e-mail ${index + 1}`),
  );
  return group('E-mail', rows.join(''));
}

function phones(form: PersonForm): string {
  const lists = listFields(form, 'businessPhones', 'tel') + listFields(form, 'homePhones', 'tel');
  return group('Phone', lists + field(form, 'mobilePhone', 'Mobile phone', 'tel'));
}

function addressGroup(form: PersonForm, name: string): string {
  return group(labels[name] ?? name, addressParts.map((part) => field(form, `${name}.${part}`, labels[part])).join(''));
}

function moveForm(stored: NonNullable<PersonPage['stored']>, query: string): string {
  const options = stored.folders
    .map((name) => `<option${name === stored.folder ? ' selected' : ''}>${escapeHtml(name)}</option>`)
    .join('');
  return `<form class="sheet" method="post" action="${escapeHtml(stored.path)}/move${query}" autocomplete="off"><h2>Folder</h2>
<p class="muted">Now in <bdi>${escapeHtml(stored.folder)}</bdi>. Only the folder Contacts is kept in step.</p>
<div class="row"><label class="field"><span>Move to</span><select name="folder">${options}</select></label>
<label class="field"><span>or to a new folder</span><input type="text" name="newFolder" dir="auto"></label>
<button class="quiet">Move</button></div></form>`;
}

function querySuffix(action: string): string {
  const query = action.split('?')[1];
  return query === undefined ? '' : `?${escapeHtml(query)}`;
}

export function deletePage(name: string, path: string, query: string, forGood: boolean): PlainResponse {
  const fate = forGood ? 'will be gone for good.' : 'goes to Deleted Items.';
  const body = `<form class="sheet narrow" method="post" action="${escapeHtml(`${path}/delete?${query}`)}"><h1>Delete this contact?</h1>
<p><strong><bdi>${escapeHtml(name)}</bdi></strong> ${fate}</p>
<div class="actions"><button class="danger">Delete</button><a class="button quiet" href="${escapeHtml(`${path}?${query}`)}">Keep</a></div></form>`;
  return page({ title: 'Delete contact', service: 'outlook', body });
}

export function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such contact, mailbox or page. It may have been deleted.</p><p><a href="/outlook/people">All people</a></p></section>';
  return page({ title: 'Not here', service: 'outlook', body, status: 404 });
}
