/**
 * First and last names by origin, invented people's all of them. `native|latin`: how it is written, and how it stands in an
 * e-mail address when its letters cannot.
 */
export type Origin = { readonly weight: number; readonly first: readonly string[]; readonly last: readonly string[] };

const list = (names: string): readonly string[] => names.split(' ').map((name) => name.replaceAll('_', ' '));

export const origins: readonly Origin[] = [
  {
    weight: 45,
    first: list(
      'Abigail Adam Alice Amelia Andrew Anna Arthur Barbara Benjamin Caroline Catherine Charles Christopher Clara Daniel David Deborah Diana Edward Eleanor Elizabeth Emily Emma Ethan Frances Frederick George Grace Hannah Harold Harriet Helen Henry Isabel Jack James Jane Jessica John Joseph Julia Katherine Laura Leonard Linda Lucy Margaret Martin Mary Matthew Michael Natalie Nathan Nicholas Nora Oliver Olivia Patricia Paul Peter Philip Rachel Rebecca Richard Robert Rose Ruth Samuel Sarah Simon Sophie Stephen Susan Theodore Thomas Victoria Vincent Walter William',
    ),
    last: list(
      'Abbott Armstrong Atkinson Bailey Barker Bennett Bishop Blackwood Bradley Brooks Burton Carpenter Carter Chandler Clarke Coleman Cooper Crawford Dawson Dixon Ellis Fletcher Foster Gardner Gibson Graham Greenwood Griffiths Hamilton Harper Harrison Hawkins Holloway Hudson Hughes Jenkins Kingsley Lambert Lawson Marsh Mason Mercer Mitchell Nash Newton Norris Palmer Parker Pearson Perkins Porter Pritchard Reeves Reynolds Richardson Saunders Shepherd Simmons Smith Spencer Stanton Sutton Taylor Thornton Turner Wallace Walsh Ward Watkins Webster Wheeler Whitfield Wilkinson Winters Wright',
    ),
  },
  {
    weight: 7,
    first: list(
      'Aoife Caoimhe Ciarán Conor Eoin Fionn Gráinne Máire Niamh Oisín Órla Pádraig Róisín Sinéad Siobhán Tadhg',
    ),
    last: list(
      "O'Brien O'Connor O'Neill D'Arcy Byrne Fitzgerald Gallagher Kavanagh MacCarthy McDonagh Ní_Dhomhnaill Ó_Súilleabháin Ryan",
    ),
  },
  {
    weight: 8,
    first: list(
      'Agnès André Anaïs Benoît Cécile Chloé Éloïse Étienne François Gaël Hélène Inès Jean-Luc Jérôme Léa Marie-Ève Noël Océane René Thérèse Zoë',
    ),
    last: list(
      'Beauséjour Bélanger Boucher Côté D’Amours Desjardins Dubé Fréchette Gagné L’Heureux Lefèvre Lévesque Lœwenstein Ménard Pâquet Saint-Jean Tremblay Vézina',
    ),
  },
  {
    weight: 6,
    first: list(
      'Anneliese Björn Dörte Friedrich Günther Hänsel Ingeborg Jürgen Käthe Lothar Matthias Sabine Sören Ulrike Wolfgang Xaver',
    ),
    last: list(
      'Becker Böhm Friedländer Größmann Hoffmann Jäger Krämer Kühn Löffler Meißner Müller Scholz Schröder Süß Vogel von_Arnim Weiß Zöllner',
    ),
  },
  {
    weight: 5,
    first: list(
      'Åsa Astrid Bjørn Elin Freja Gunnar Håkon Ingrid Jón Kåre Lærke Maja Niels Ørjan Sigríður Søren Þóra|thora',
    ),
    last: list(
      'Ångström Bergström Dahl Eriksen Guðmundsdóttir Haugen Hjálmarsson Jørgensen Kjær Lindqvist Løvås Nørgaard Ødegaard Sjöberg Sæther',
    ),
  },
  {
    weight: 5,
    first: list(
      'Agnieszka Bożena Dušan Jiří Kateřina Łukasz Małgorzata Ondřej Paweł Přemysl Šárka Tomáš Václav Zdeněk Željko Živa',
    ),
    last: list(
      'Čapková Dvořák Grzegorz Hájková Jankowski Kovačić Łukasiewicz Němec Nowak Příhoda Sokołowska Świątek Šimić Wiśniewski Zając Żukowska',
    ),
  },
  {
    weight: 9,
    first: list(
      'Adrián Álvaro Ana Beatriz Begoña Catarina Conceição Diego Esperanza Gonçalo Inés Ignacio João José Lucía María Martín Núria Raúl Rocío Simão Xóchitl',
    ),
    last: list(
      'Araújo Azevedo Benítez Cárdenas Castañeda da_Conceição de_la_Cruz Fernández García_Márquez Gonçalves Ibáñez Magalhães Muñoz Núñez Ordóñez Peña Quiñones Ramírez Reyes Simões Vázquez Zúñiga',
    ),
  },
  {
    weight: 4,
    first: list('Alessandra Bianca Chiara Dario Elisabetta Federico Giosuè Lorenzo Nicolò Pia Raffaele Teresa'),
    last: list(
      "D'Angelo Dell'Acqua De_Luca Esposito Fiorentini Lo_Cicero Mancuso Niccolò Pellegrini Quattrocchi Ricci Visconti",
    ),
  },
  {
    weight: 3,
    first: list('Ayşe Büşra Cem Deniz Elif Gökhan Hülya Mehmet Özge Şebnem Umut Yiğit'),
    last: list('Akıncı Bayraktar Çelik Demirtaş Erdoğdu Güneş Kılıç Öztürk Şahin Ünal Yıldırım'),
  },
  {
    weight: 4,
    first: list(
      'Алексей|aleksei Анна|anna Дмитрий|dmitri Екатерина|ekaterina Ирина|irina Михаил|mikhail Ольга|olga Сергей|sergei Тарас|taras Юлія|yuliia',
    ),
    last: list(
      'Бондаренко|bondarenko Волков|volkov Иванова|ivanova Кравчук|kravchuk Лебедев|lebedev Орлова|orlova Петренко|petrenko Соколов|sokolov Щербак|shcherbak',
    ),
  },
  {
    weight: 2,
    first: list('Αλέξανδρος|alexandros Δήμητρα|dimitra Ελένη|eleni Κωνσταντίνος|konstantinos Νίκος|nikos Σοφία|sofia'),
    last: list(
      'Αντωνίου|antoniou Δημητρίου|dimitriou Καραγιάννης|karagiannis Οικονόμου|oikonomou Παπαδόπουλος|papadopoulos',
    ),
  },
  {
    weight: 4,
    first: list(
      'أحمد|ahmad إيمان|iman خالد|khalid سارة|sara فاطمة|fatima لينا|lina محمد|muhammad نور|nour يوسف|yusuf زهرا|zahra شیرین|shirin',
    ),
    last: list(
      'الأنصاري|alansari التميمي|altamimi حداد|haddad خوري|khoury سليمان|sulayman عبد_الله|abdullah قاسم|qasim نصر|nasr رضایی|rezaei',
    ),
  },
  {
    weight: 3,
    first: list('אברהם|avraham דוד|david יעל|yael מרים|miriam נועה|noa רבקה|rivka שמואל|shmuel תמר|tamar'),
    last: list('אזולאי|azoulay ברק|barak גולדשטיין|goldstein כהן|cohen לוי|levi פרידמן|friedman שפירא|shapira'),
  },
  {
    weight: 5,
    first: list(
      'Aarav Ananya Deepa Farhan Harpreet Ishaan Kavita Lakshmi Nikhil Priya Rohan Sunita अमित|amit नीलम|neelam',
    ),
    last: list(
      'Agarwal Bhattacharya Chaudhry Desai Iyer Kaur Malhotra Nair Patel Raman Singh Venkataraman शर्मा|sharma वर्मा|verma',
    ),
  },
  {
    weight: 6,
    first: list(
      'Chen Haruto Jun Mei-Ling Sakura Wei Yan Yuna 佳|jia 偉|wei 太郎|taro 明美|akemi 민준|minjun 서연|seoyeon',
    ),
    last: list('Chan Kim Li Nakamura Ng Park Tanaka Wong Xu Yamamoto Zhang 山田|yamada 王|wang 李|li 김|kim 박|park'),
  },
  {
    weight: 4,
    first: list('Ánh Dũng Hương Khánh Nguyệt Phượng Quốc Thảo Trường Tuấn Việt'),
    last: list('Bùi Đặng Hoàng Lê Nguyễn Phạm Trần Võ Vũ'),
  },
  {
    weight: 5,
    first: list('Adébáyọ̀ Amara Chidi Folásadé Kwame Makena Ngũgĩ Ọlá Sipho Temitọ́pẹ́ Wanjirũ Zawadi'),
    last: list('Abẹ́òkúta Adeyemi Botha Dlamini Kamau Mensah Mwangi Ndlovu Okafor Ọlátúnjí wa_Thiong’o'),
  },
  {
    weight: 2,
    first: list('Keola Kaʻiulani Leilani Māhina Moana Tāne Wiremu'),
    last: list('Kahananui Kalākaua Ngata Parāone Tūhoe ʻŌpūnui'),
  },
  // Single letters, particles and what people really call themselves.
  { weight: 1, first: list('A C. Ed E J.R. Q X'), last: list("E O U Y de_Vries van_'t_Hoff Li-Smith") },
];

/** What goes after a first name in a few cards, as people do on their phones. */
export const emojis: readonly string[] = ['👩‍⚖️', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🧑🏽‍🔧', '🇨🇦', '⭐️'];
