/** Cities with the codes of telephone numbers that are kept free for fiction, so that no call ever reaches anybody. */
export type Place = {
  readonly weight: number;
  readonly country: string;
  readonly streets: readonly string[];
  readonly cities: readonly (readonly [city: string, province: string, code: string])[];
  /** `#` is a digit, `@` a letter. */
  readonly postalCode: string;
  readonly numberFirst: boolean;
  readonly phones: 'northAmerica' | 'britain' | 'france' | 'germany';
};

const list = (names: string): readonly string[] => names.split(',');

export const places: readonly Place[] = [
  {
    weight: 55,
    country: 'United States',
    streets: list(
      'Maple Avenue,Oak Street,Harbor Road,Mission Boulevard,Pine Lane,Lakeshore Drive,Second Street,Union Square,Cedar Court,Riverside Drive',
    ),
    cities: [
      ['New York', 'NY', '212'],
      ['Brooklyn', 'NY', '718'],
      ['Albany', 'NY', '518'],
      ['Los Angeles', 'CA', '213'],
      ['San Francisco', 'CA', '415'],
      ['San Diego', 'CA', '619'],
      ['Sacramento', 'CA', '916'],
      ['Chicago', 'IL', '312'],
      ['Springfield', 'IL', '217'],
      ['Boston', 'MA', '617'],
      ['Worcester', 'MA', '508'],
      ['Seattle', 'WA', '206'],
      ['Spokane', 'WA', '509'],
      ['Austin', 'TX', '512'],
      ['Houston', 'TX', '713'],
      ['Dallas', 'TX', '214'],
      ['Denver', 'CO', '303'],
      ['Miami', 'FL', '305'],
      ['Orlando', 'FL', '407'],
      ['Tampa', 'FL', '813'],
      ['Atlanta', 'GA', '404'],
      ['Savannah', 'GA', '912'],
      ['Phoenix', 'AZ', '602'],
      ['Portland', 'OR', '503'],
      ['Detroit', 'MI', '313'],
      ['Minneapolis', 'MN', '612'],
      ['Philadelphia', 'PA', '215'],
      ['Pittsburgh', 'PA', '412'],
      ['Baltimore', 'MD', '410'],
      ['Honolulu', 'HI', '808'],
      ['New Orleans', 'LA', '504'],
      ['St. Louis', 'MO', '314'],
      ['Salt Lake City', 'UT', '801'],
      ['Nashville', 'TN', '615'],
      ['Albuquerque', 'NM', '505'],
      ['Anchorage', 'AK', '907'],
    ],
    postalCode: '#####',
    numberFirst: true,
    phones: 'northAmerica',
  },
  {
    weight: 25,
    country: 'Canada',
    streets: list(
      'Bay Street,Queen Street West,Granville Street,Portage Avenue,rue Sainte-Catherine,Elgin Street,Jasper Avenue,Barrington Street',
    ),
    cities: [
      ['Toronto', 'ON', '416'],
      ['Ottawa', 'ON', '613'],
      ['London', 'ON', '519'],
      ['Hamilton', 'ON', '905'],
      ['Vancouver', 'BC', '604'],
      ['Victoria', 'BC', '250'],
      ['Calgary', 'AB', '403'],
      ['Edmonton', 'AB', '780'],
      ['Montréal', 'QC', '514'],
      ['Québec', 'QC', '418'],
      ['Winnipeg', 'MB', '204'],
      ['Halifax', 'NS', '902'],
      ["St. John's", 'NL', '709'],
    ],
    postalCode: '@#@ #@#',
    numberFirst: true,
    phones: 'northAmerica',
  },
  {
    weight: 10,
    country: 'United Kingdom',
    streets: list('High Street,Station Road,Church Lane,Victoria Road,Albert Terrace,Mill Lane,King’s Parade'),
    cities: [
      ['London', '', '20 7946 0'],
      ['Leeds', '', '113 496 0'],
      ['Bristol', '', '117 496 0'],
      ['Edinburgh', '', '131 496 0'],
      ['Glasgow', '', '141 496 0'],
      ['Manchester', '', '161 496 0'],
    ],
    postalCode: '@@# #@@',
    numberFirst: true,
    phones: 'britain',
  },
  {
    weight: 5,
    country: 'France',
    streets: list(
      'rue de l’Église,avenue Victor-Hugo,boulevard Saint-Michel,place de la République,chemin des Écoliers',
    ),
    cities: [
      ['Paris', '', '1 99 00'],
      ['Nantes', '', '2 61 91'],
      ['Lille', '', '3 53 01'],
      ['Lyon', '', '4 65 71'],
      ['Bordeaux', '', '5 36 49'],
    ],
    postalCode: '#####',
    numberFirst: true,
    phones: 'france',
  },
  {
    weight: 5,
    country: 'Germany',
    streets: list('Hauptstraße,Schloßallee,Am Mühlbach,Königsweg,Grüner Steig'),
    cities: [
      ['Berlin', '', '30 23125'],
      ['Frankfurt am Main', '', '69 90009'],
      ['Hamburg', '', '40 66969'],
      ['München', '', '89 99998'],
    ],
    postalCode: '#####',
    numberFirst: false,
    phones: 'germany',
  },
];
