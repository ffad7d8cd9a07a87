import { type PlainResponse } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { type ContactForm, type ListName, nameTexts, rowCount, rowLists, workTexts } from './contact-form.ts';

const labels: Readonly<Record<string, string>> = {
  honorificPrefix: 'Prefix',
  givenName: 'First name',
  middleName: 'Middle name',
  familyName: 'Last name',
  honorificSuffix: 'Suffix',
  nickname: 'Nickname',
  name: 'Company',
  title: 'Job title',
  department: 'Department',
  email: 'E-mail',
  phone: 'Phone',
  site: 'Web site',
  messenger: 'Messenger',
  address: 'Address',
  streetAddress: 'Street',
  city: 'City',
  region: 'State or province',
  postalCode: 'Postal code',
  country: 'Country',
};

export type ContactPage = {
  readonly heading: string;
  /** Where the form goes. */
  readonly action: string;
  readonly listHref: string;
  readonly form: ContactForm;
  readonly problem?: string | undefined;
  /** Of a contact that is there: where it is, its labels, and all that the account has. */
  readonly stored?:
    | { readonly path: string; readonly labels: readonly string[]; readonly all: readonly string[] }
    | undefined;
};

export function contactPage(options: ContactPage): PlainResponse {
  const { heading, action, listHref, form, problem, stored } = options;
  const body = `<p><a href="${escapeHtml(listHref)}">All contacts</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off">
<h1><bdi>${escapeHtml(heading)}</bdi></h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<input type="hidden" name="etag" value="${escapeHtml(form.etag ?? '')}">
${group('Name', [...nameTexts.map((name) => field(form, name, labels[name])), field(form, 'nickname', labels.nickname)].join(''))}
${group('Work', workTexts.map((name) => field(form, `work.${name}`, labels[name])).join(''))}
${rowGroup(form, 'email')}${rowGroup(form, 'phone')}${rowGroup(form, 'address')}${rowGroup(form, 'site')}${rowGroup(form, 'messenger')}
${group('Personal', `${field(form, 'birthday', 'Birthday (1990-12-31, or --12-31 without a year)')}<label class="field"><span>Notes</span><textarea name="notes" rows="3" dir="auto">${escapeHtml(form.notes ?? '')}</textarea></label>`)}
<div class="actions"><button>Save</button><a class="button quiet" href="${escapeHtml(listHref)}">Cancel</a>
${stored ? `<a class="button danger" href="${escapeHtml(stored.path)}/delete${querySuffix(action)}">Delete…</a>` : ''}</div>
</form>
${stored ? labelForm(stored, querySuffix(action)) : ''}`;
  return page({ title: heading, service: 'google', body, status: problem === undefined ? 200 : 422 });
}

const group = (legend: string, fields: string): string =>
  `<fieldset><legend>${legend}</legend><div class="grid">${fields}</div></fieldset>`;

const field = (form: ContactForm, name: string, label = name): string =>
  `<label class="field"><span>${label}</span><input type="text" name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`;

/** Texts of any kind: a stand-in must be able to hold a wrong one. */
function rowGroup(form: ContactForm, list: ListName): string {
  const parts: readonly string[] = rowLists[list].parts;
  const rows = Array.from({ length: rowCount(form, list) }, (_, index) => {
    const label = `${labels[list]} ${index + 1}`;
    const texts = parts.map((part) =>
      field(
        form,
        `${list}.${index}.${part}`,
        parts.length === 1 ? label : `${labels[part]}<span class="unseen"> of ${label}</span>`,
      ),
    );
    return `<div class="row">${texts.join('')}${typeChoice(form, list, index, label)}</div>`;
  });
  return `<fieldset><legend>${labels[list]}</legend>${rows.join('')}</fieldset>`;
}

function typeChoice(form: ContactForm, list: ListName, index: number, label: string): string {
  const name = `${list}.${index}.type`;
  const chosen = form[name] ?? '';
  const known: readonly string[] = rowLists[list].types;
  const types = ['', ...known, ...(chosen === '' || known.includes(chosen) ? [] : [chosen])];
  const options = types.map(
    (type) =>
      `<option value="${escapeHtml(type)}"${type === chosen ? ' selected' : ''}>${escapeHtml(type === '' ? 'No label' : type)}</option>`,
  );
  return `<label class="field short"><span>Label<span class="unseen"> of ${label}</span></span><select name="${name}">${options.join('')}</select></label>`;
}

function labelForm(stored: NonNullable<ContactPage['stored']>, query: string): string {
  const boxes = stored.all.map(
    (name) =>
      `<label class="choice"><input type="checkbox" name="label" value="${escapeHtml(name)}"${stored.labels.includes(name) ? ' checked' : ''}><span><bdi>${escapeHtml(name)}</bdi></span></label>`,
  );
  return `<form class="sheet" method="post" action="${escapeHtml(stored.path)}/label${query}" autocomplete="off"><h2>Labels</h2>
<div class="grid">${boxes.join('')}</div>
<div class="row"><label class="field"><span>New label</span><input type="text" name="newLabel" dir="auto"></label><button class="quiet">Save labels</button></div></form>`;
}

function querySuffix(action: string): string {
  const query = action.split('?')[1];
  return query === undefined ? '' : `?${escapeHtml(query)}`;
}

export function deletePage(name: string, path: string, query: string): PlainResponse {
  const body = `<form class="sheet narrow" method="post" action="${escapeHtml(`${path}/delete?${query}`)}"><h1>Delete this contact?</h1>
<p><strong><bdi>${escapeHtml(name)}</bdi></strong> goes to the trash for thirty days.</p>
<div class="actions"><button class="danger">Delete</button><a class="button quiet" href="${escapeHtml(`${path}?${query}`)}">Keep</a></div></form>`;
  return page({ title: 'Delete contact', service: 'google', body });
}

export function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such contact, account or page. It may have been deleted.</p><p><a href="/google/contacts">All contacts</a></p></section>';
  return page({ title: 'Not here', service: 'google', body, status: 404 });
}
