import { type PlainResponse } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { type RowKindName, rowKindNames, rowKinds } from '../records.ts';
import { blankRow, type ContactForm, type FormRow } from './contact-form.ts';

const listLabels = {
  email_addresses: { title: 'E-mail addresses', one: 'e-mail address' },
  phone_numbers: { title: 'Phone numbers', one: 'phone number' },
  addresses: { title: 'Addresses', one: 'address' },
  web_sites: { title: 'Web sites', one: 'web site' },
  instant_messengers: { title: 'Instant messengers', one: 'instant messenger' },
} as const satisfies Record<RowKindName, { title: string; one: string }>;

const textLabels: Readonly<Record<string, string>> = {
  prefix: 'Prefix',
  first_name: 'First name',
  middle_name: 'Middle name',
  last_name: 'Last name',
  company: 'Company',
  title: 'Job title',
  date_of_birth: 'Birthday',
  name: 'Company name',
  address: 'Address',
  number: 'Number',
  street: 'Street',
  city: 'City',
  province: 'Province or state',
  postal_code: 'Postal code',
  country: 'Country',
};

const inputTypes: Readonly<Record<string, string>> = { date_of_birth: 'date', number: 'tel' };

export type FormPage = {
  readonly heading: string;
  /** All contacts. */
  readonly listHref: string;
  /** Where the form goes. */
  readonly action: string;
  readonly form: ContactForm;
  readonly problem?: string;
  /** Given for a contact that is there: it can be deleted. */
  readonly deleteHref?: string;
  readonly status?: number;
  /** The list that "Add another" was pressed for: its last row gets the focus. */
  readonly grown?: string;
};

export function formPage(options: FormPage): PlainResponse {
  const { form, heading, action, listHref, problem, deleteHref } = options;
  const body = `<p><a href="${listHref}">All contacts</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off">
<h1>${escapeHtml(heading)}</h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<input type="hidden" name="type" value="${form.type}"><input type="hidden" name="etag" value="${escapeHtml(form.etag)}">
<button class="skip" name="do" value="save" tabindex="-1" aria-hidden="true">Save</button>
<fieldset><legend>${form.type === 'Company' ? 'Company' : 'Person'}</legend><div class="grid">${textFields(form)}</div></fieldset>
${rowKindNames.map((kind) => listFieldset(form, kind, options.grown)).join('')}
<div class="actions"><button name="do" value="save">Save</button><a class="button quiet" href="${listHref}">Cancel</a>
${deleteHref === undefined ? '' : `<a class="button danger" href="${escapeHtml(deleteHref)}">Delete…</a>`}</div>
</form>`;
  return page({ title: heading, service: 'clio', body, status: options.status ?? 200 });
}

function textFields(form: ContactForm): string {
  const names =
    form.type === 'Company'
      ? ['name', 'title']
      : ['prefix', 'first_name', 'middle_name', 'last_name', 'company', 'title', 'date_of_birth'];
  return names.map((name) => field(name, name, form.texts[name] ?? '')).join('');
}

function field(name: string, label: string, value: string, attributes = ''): string {
  const type = inputTypes[label] ?? 'text';
  return `<label class="field"><span>${textLabels[label] ?? label}</span><input type="${type}" name="${name}" value="${escapeHtml(value)}" dir="auto"${attributes}></label>`;
}

function listFieldset(form: ContactForm, kind: RowKindName, grown: string | undefined): string {
  const { title, one } = listLabels[kind];
  const { rows, primary } = form.lists[kind];
  const shown = rows.length === 0 ? [blankRow(kind)] : rows;
  const html = shown.map((row, index) =>
    rowFields(kind, row, index, index === primary, kind === grown && index === shown.length - 1),
  );
  return `<fieldset><legend>${title}</legend>${html.join('')}<div class="row"><button class="quiet" name="more" value="${kind}">Add another ${one}</button></div></fieldset>`;
}

function rowFields(kind: RowKindName, row: FormRow, index: number, isPrimary: boolean, focused: boolean): string {
  const { parts, names, flag } = rowKinds[kind];
  const prefix = `${kind}.${index}`;
  const known: readonly string[] = names;
  const options = (known.includes(row.name) ? known : [row.name, ...known]).map(
    (name) => `<option${name === row.name ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  const inputs = parts.map((part, position) =>
    field(`${prefix}.${part}`, part, row.parts[part] ?? '', focused && position === 0 ? ' autofocus' : ''),
  );
  const primary =
    flag?.write === undefined
      ? ''
      : `<label class="choice"><input type="radio" name="${kind}.primary" value="${index}"${isPrimary ? ' checked' : ''}>Primary</label>`;
  const remove = `<label class="choice"><input type="checkbox" name="${prefix}.remove"${row.remove ? ' checked' : ''}>Remove</label>`;
  return `<div class="row" role="group" aria-label="${listLabels[kind].one} ${index + 1}"><input type="hidden" name="${prefix}.id" value="${escapeHtml(row.id)}"><label class="field short"><span>Kind</span><select name="${prefix}.name">${options.join('')}</select></label>${inputs.join('')}${primary}${row.id === '' ? '' : remove}</div>`;
}
