import type { Draw } from './draw.ts';
import type { Place } from './places.ts';

/**
 * Telephone numbers that regulators keep for fiction: 555-0100 to 555-0199 of every North American area; Ofcom's 496 0xxx,
 * 7946 0xxx and 07700 900xxx; ARCEP's 01 99 00 and its sisters; the Bundesnetzagentur's 030 23125 and its sisters.
 */
type Numbering = {
  readonly landline: (draw: Draw, code: string) => string;
  readonly mobile: (draw: Draw, code: string) => string;
};

const northAmerican = (draw: Draw, code: string): string => {
  const line = `01${draw.filled('##')}`;
  return draw.one([`(${code}) 555-${line}`, `${code}-555-${line}`, `+1 ${code} 555 ${line}`, `${code}.555.${line}`]);
};

/** A hundred free numbers each, so that thousands of people need many: numbers keep the code of where they were bought. */
const areaCodes: readonly string[] = (
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 ' +
  '301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 325 330 334 336 337 339 347 351 352 360 361 386 ' +
  '401 402 404 405 406 407 408 409 410 412 413 414 415 416 417 418 419 423 425 430 432 434 435 440 443 450 469 478 479 480 484 ' +
  '501 502 503 504 505 507 508 509 510 512 513 514 515 516 517 518 519 520 530 540 541 551 559 561 562 563 567 570 571 573 574 580 585 586 ' +
  '601 602 603 604 605 606 607 608 609 610 612 613 614 615 616 617 618 619 620 623 626 630 631 636 641 646 647 650 651 660 661 662 678 682 ' +
  '701 702 703 704 705 706 707 708 709 712 713 714 715 716 717 718 719 720 724 727 731 732 734 740 757 760 763 765 770 772 773 774 775 778 780 781 785 786 ' +
  '801 802 803 804 805 806 807 808 810 812 813 814 815 816 817 818 819 828 830 831 832 843 845 847 850 856 857 858 859 860 863 864 865 867 870 ' +
  '901 902 903 904 905 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971 972 973 978 979 980 985 989'
).split(' ');

const numberings: Readonly<Record<Place['phones'], Numbering>> = {
  northAmerica: {
    landline: (draw, code) => northAmerican(draw, draw.chance(0.5) ? code : draw.one(areaCodes)),
    mobile: (draw) => northAmerican(draw, draw.one(areaCodes)),
  },
  britain: {
    landline: (draw, code) => draw.filled(`+44 ${code}###`),
    mobile: (draw) => draw.filled('+44 7700 900###'),
  },
  france: {
    landline: (draw, code) => draw.filled(`+33 ${code} ## ##`),
    mobile: (draw) => draw.filled('+33 6 39 98 ## ##'),
  },
  germany: {
    landline: (draw, code) => draw.filled(`+49 ${code} ###`),
    mobile: (draw) => draw.filled('+49 171 39200##'),
  },
};

export const landline = (draw: Draw, place: Place, code: string): string =>
  numberings[place.phones].landline(draw, code);

export const mobile = (draw: Draw, place: Place, code: string): string => numberings[place.phones].mobile(draw, code);
