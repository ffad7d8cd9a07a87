import type { Draw } from './draw.ts';

const list = (names: string): readonly string[] => names.split(' ').map((name) => name.replaceAll('_', ' '));

const names = list(
  'Amberley Birchgate Bluewater Brightmoor Cobalt Copperfield Deepwell Eastmark Fernhill Fjordsen Foxglove Goldcrest Greyfriars Halcyon Harborline Hollyoak Ironbridge Juniper Kestrel Lanternbay Larkspur Maplewick Marée Nordlicht Northgate Oakenshaw Orchid Pemberlane Quarrystone Quillon Redthorn Riverbend Saltmarsh Silverpine Stonecrop Tidewater Umberfield Valewood Westerly Wrenfield Yarrow Zéphyr',
);
const trades = list(
  'Analytics Bakery Brewing Builders Capital Catering Consulting Dental_Group Design_Studio Electric Engineering Estates Family_Trust Farms Foods Freight Furniture Holdings Home_Care Hotels Insurance Interiors Landscaping Logistics Marine Media Medical Motors Nurseries Optics Packaging Pharmacy Plumbing Properties Roofing Software Surveyors Textiles Timber Translation Transport Veterinary_Clinic',
);
const forms = list('&_Co. &_Fils &_Sons AG Corp. GmbH Inc. Inc. Inc. LLC LLC LLC LLP Ltd Ltd Ltée Partners PLC S.A.');

const maxAttempts = 1_000;

/** An invented company that was not drawn before. */
export function drawCompany(draw: Draw, used: Set<string>): string {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const base = `${draw.one(names)} ${draw.one(trades)}`;
    // Two companies that differ in their form only are what nobody can tell apart: each base is drawn once.
    const unique = used.has(base) ? `${draw.one(names)}-${base}` : base;
    if (used.has(unique)) continue;
    used.add(unique);
    return `${unique} ${draw.one(forms)}`;
  }
  throw new Error('There are no names left for so many companies');
}

export const jobTitles: readonly string[] = list(
  'Accountant Adjuster Architect Bookkeeper Broker Buyer Captain Chief_Executive Claims_Manager Controller Counsel Court_Reporter Director Driver Engineer Executor Expert_Witness Facilities_Manager General_Manager Human_Resources_Lead Insurance_Agent Interpreter Investigator Landlord Mediator Nurse Office_Manager Operations_Manager Owner Paralegal Partner Pharmacist Physician Process_Server Project_Manager Realtor Sales_Manager Secretary Shareholder Superintendent Surveyor Teacher Treasurer Trustee Vice_President',
);
