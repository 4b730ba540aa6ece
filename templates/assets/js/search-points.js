// How well a paper matches: points of each word by where and how it is found, and of the query as a whole.

/** Points of a whole word by the field it is found in. The fields are in the order of their points. */
export const FIELD_POINTS = {
  name: 100,
  title: 64,
  "first author": 60,
  author: 56,
  venue: 52,
  year: 52,
  topic: 40,
  keyword: 40,
  institution: 32,
  type: 24,
  award: 24,
  status: 24,
  custom: 24,
  link: 20,
  id: 20,
  remarks: 16,
  abstract: 8,
};

/** The share of the points for a whole word, its beginning, a word or a beginning with typing errors, or another part. */
export const MATCH_SHARES = {
  whole: 1,
  beginning: 0.6,
  nearerWhole: 0.45,
  nearWhole: 0.4,
  nearBeginning: 0.3,
  part: 0.25,
};

/**
 * Points of the query as a whole, of which a paper gets the most that apply: it is the name, has the same words as the
 * name or title, begins one, contains all words of the name, or consists of an author or a venue and a year.
 */
export const QUERY_POINTS = {
  name: 1000,
  sameName: 900,
  nameBeginning: 800,
  sameTitle: 700,
  nameAndMore: 600,
  titleBeginning: 400,
  venueAndYear: 310,
  firstAuthorAndYear: 300,
  authorAndYear: 280,
  similarVenueAndYear: 280,
};

/** Names of fields in queries, as in `author:`, with the fields that each covers. */
const FIELDS_BY_NAME = Object.fromEntries(Object.keys(FIELD_POINTS).map((field) => [field, [field]]));
Object.assign(FIELDS_BY_NAME, { author: ["first author", "author"], title: ["name", "title"] });
delete FIELDS_BY_NAME["first author"];
export const SEARCH_FIELDS = Object.keys(FIELDS_BY_NAME);

const SEARCHED = Object.keys(FIELD_POINTS);

/** The bit of a field, lower for more points. */
export const bitOf = (field) => 1 << SEARCHED.indexOf(field);

/** The bits of the fields that a name in a query covers; of all without a name. */
export const bitsOf = (name) => (name ? FIELDS_BY_NAME[name].reduce((bits, field) => bits | bitOf(field), 0) : -1);

/** The points for each way to match, by the number of the field. */
export const POINTS = Object.fromEntries(
  Object.entries(MATCH_SHARES).map(([way, share]) => [
    way,
    Uint16Array.from(Object.values(FIELD_POINTS), (points) => Math.round(points * share)),
  ]),
);
