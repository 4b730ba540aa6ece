// The identifiers of works, and which of them a URL or a text holds, like `core/identifiers.py`.

import { matchAll, matchStart, replaceAll, search } from "./patterns.js";
import { ID_FORMS, SITE_ENDINGS, SITES, VOCABULARY } from "./record-contract.js";

const LONGEST_URL = 2000;
const LONGEST_VENUE = 300;

/** Text without percent-encoding; as it is where that is not UTF-8. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function normalArxiv(id) {
  const [archive, number] = id.toLowerCase().split("/");
  return number === undefined ? archive : `${archive.split(".")[0]}/${number}`;
}

const normalAcl = (id) => (id.includes(".") ? id.toLowerCase() : id.toUpperCase());
const NORMAL = {
  lower: (id) => id.toLowerCase(),
  upper: (id) => id.toUpperCase(),
  str: (id) => id,
  normal_acl: normalAcl,
};

function ofPath({ scheme, patterns, normal }, path) {
  for (const pattern of patterns) {
    const match = matchStart(pattern, path);
    if (match) return [[scheme, NORMAL[normal](match.slice(1).join("/"))]];
  }
  return null;
}

const site = (host) => SITES[host];

const FUNCTIONS = {
  arxiv(path) {
    for (const { index } of path.slice(0, 40).matchAll(/\//g)) {
      const id = matchStart("ARXIV_ID", path.slice(index + 1));
      if (id) return [["arxiv", normalArxiv(id.groups.id)]];
    }
    return null;
  },
  acm(path, query) {
    const match = /(?:^|&)doid=(?:10\.1145\/)?([0-9]{4,9}(?:\.[0-9]{4,9})?)(?:&|$)/.exec(decoded(query));
    return match && path.endsWith(".cfm") ? [["doi", `10.1145/${match[1]}`]] : null;
  },
  openreview(path, query) {
    const match = /(?:^|&)id=([A-Za-z0-9_-]{5,40})(?:&|$)/.exec(query);
    return match && ["/forum", "/pdf", "/attachment"].includes(path) ? [["openreview", match[1]]] : null;
  },
  usenix(path) {
    const match = matchStart("USENIX", path);
    if (!match) return null;
    const name = match[1]
      ? match[2]
      : match[4]
          .replace(/[-_][0-9]$/, "")
          .replace(/_prepub$/, "")
          .replace(/-prepub$/, "");
    const conference = (match[1] ?? match[3]).toLowerCase().replace(/^sec(?=[0-9])/, "usenixsecurity");
    return [["usenix", `${conference}/${name.toLowerCase()}`]];
  },
  ncbi: (path) =>
    ofPath(site("pmc.ncbi.nlm.nih.gov"), path) ??
    (path.startsWith("/pubmed/") ? ofPath(site("pubmed.ncbi.nlm.nih.gov"), path) : null),
};

function partsOf(url) {
  const match = url.length <= LONGEST_URL && !/[\p{C}\p{Z}]/u.test(url) ? matchAll("WEB_URL", url) : null;
  if (!match) return null;
  const [, host, path = "", query = ""] = match;
  return { host: host.toLowerCase().replace(/^www\./, ""), path: decoded(path), query };
}

/** Schemes and values of the identifiers that a URL holds, the most specific first. */
export function identifiersOf(url) {
  const parts = partsOf(url);
  if (!parts) return [];
  const ending = Object.keys(SITE_ENDINGS).find((end) => parts.host.endsWith(end));
  const known = Object.hasOwn(SITES, parts.host) ? SITES[parts.host] : SITE_ENDINGS[ending];
  const found =
    typeof known === "string" ? FUNCTIONS[known](parts.path, parts.query) : known && ofPath(known, parts.path);
  return found ?? ofDoi(doiInParts(parts));
}

/** The value of an identifier in a URL. */
export const identifierIn = (url, scheme) => identifiersOf(url).find(([found]) => found === scheme)?.[1];

/** A DOI, and the identifier from which its registrant derives it. */
function ofDoi(doi) {
  if (!doi) return [];
  const arxiv = matchAll("ARXIV_ID", matchAll("ARXIV_DOI", doi)?.[1] ?? "");
  const acl = matchAll(ID_FORMS.acl, matchAll("ACL_DOI", doi)?.[1] ?? "");
  return [
    ...(arxiv ? [["arxiv", normalArxiv(arxiv.groups.id)]] : []),
    ...(acl ? [["acl", normalAcl(acl[1])]] : []),
    ["doi", doi],
  ];
}

const RESOLVERS = ["doi.org", "dx.doi.org", "doi.acm.org", "doi.ieeecomputersociety.org"];

function doiInParts({ host, path, query }) {
  if (RESOLVERS.includes(host)) return matchStart("DOI_PART", path) ? normalDoi(path.slice(1)) : null;
  if (search("VOLUMES", path)) return null;
  const match = search("DOI_PART", path) ?? search("DOI_PART", decoded(query));
  if (!match) return null;
  let doi = match[1];
  for (let tail; (tail = search("DOI_TAIL", doi));) doi = doi.slice(0, tail.index);
  return normalDoi(["biorxiv.org", "medrxiv.org"].includes(host) ? doi.replace(/v[0-9]{1,3}$/, "") : doi);
}

function normalDoi(text) {
  const doi = text.replace(/[/.]+$/, "").toLowerCase();
  return doi.includes("/") && !VOCABULARY.NOT_REGISTERED.some((prefix) => doi.startsWith(prefix)) ? doi : null;
}

/** The DOI in a text, which may be a URL. */
export function doiIn(text) {
  const trimmed = text.trim().slice(0, LONGEST_URL);
  const doi = matchAll("DOI_TEXT", trimmed);
  return doi ? normalDoi(decoded(doi[1])) : identifierIn(trimmed, "doi");
}

/** The arXiv id, without its version, in a text, which may be a URL or a DOI. */
export function arxivIn(text) {
  const trimmed = text.trim().slice(0, LONGEST_URL);
  const id = matchAll("ARXIV_TEXT", trimmed);
  if (id) return normalArxiv(id.groups.id);
  return identifierIn(trimmed, "arxiv") ?? ofDoi(doiIn(trimmed)).find(([scheme]) => scheme === "arxiv")?.[1];
}

/** The arXiv id in the text of a venue. */
export function arxivInVenue(text) {
  const match = text.length <= LONGEST_VENUE ? search("ARXIV_VENUE", text) : null;
  return match && normalArxiv(match.groups.id);
}

/** The year of an arXiv id. */
export function arxivYear(id) {
  const digits = Number(id.split("/").at(-1).slice(0, 2));
  return digits > 90 ? 1900 + digits : 2000 + digits;
}

const weighted = (digits) => [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 ? 3 : 1), 0);

function isbn(text) {
  let digits = text.replace(/[ -]/g, "").toUpperCase();
  if (/^[0-9]{9}[0-9X]$/.test(digits)) {
    const sum = [...digits].reduce((sum, digit, place) => sum + (digit === "X" ? 10 : Number(digit)) * (10 - place), 0);
    if (sum % 11) return null;
    digits = `978${digits.slice(0, 9)}`;
    return `${digits}${(10 - (weighted(digits) % 10)) % 10}`;
  }
  return /^[0-9]{13}$/.test(digits) && weighted(digits) % 10 === 0 ? digits : null;
}

function orcid(text) {
  const digits = text.replaceAll("-", "").toUpperCase();
  const check = (12 - ([...digits.slice(0, 15)].reduce((sum, digit) => (sum + Number(digit)) * 2, 0) % 11)) % 11;
  return digits[15] === (check === 10 ? "X" : String(check)) ? digits : null;
}

const CHECKS = { isbn, orcid };

/** The identifier of a scheme in a text, which may be a URL; null or undefined if it is not a valid one. */
export function idIn(scheme, text) {
  if (scheme === "doi") return doiIn(text);
  if (scheme === "arxiv") return arxivIn(text);
  const trimmed = text.trim().slice(0, LONGEST_URL);
  const inUrl = trimmed.includes("://") && identifierIn(trimmed, scheme);
  if (inUrl) return inUrl;
  const match = matchAll(ID_FORMS[scheme], trimmed);
  return match && (CHECKS[scheme] ?? ((id) => id))(match[1]);
}

/** The address of a work by its identifier; empty if the identifier does not give one. */
export function addressOf(scheme, value) {
  const encoded = Array.from(value, (c) => (VOCABULARY.IN_DOI.includes(c) ? c : encodeURIComponent(c))).join("");
  return (VOCABULARY.ADDRESSES[scheme] ?? "").replace("{}", () => encoded);
}

/** The form of a URL in which addresses of the same page are equal; null if the page is not that of one work. */
export function pageOfOneWork(url) {
  const parts = partsOf(url);
  if (!parts || VOCABULARY.REPOSITORIES.includes(parts.host)) return null;
  const path = parts.path.replace(/\/+$/, "");
  if (!(path || parts.query) || matchAll("HOME", path) || search("VOLUMES", path)) return null;
  return `${parts.host}${path}${parts.query ? `?${parts.query}` : ""}`;
}

/** The URL that is meant by an arXiv id, a DOI, a host or a Markdown link. */
export function suggestedUrl(text) {
  const trimmed = text.trim();
  if (trimmed.length > 300) return null;
  const arxiv = arxivIn(trimmed);
  if (arxiv) return addressOf("arxiv", arxiv);
  const doi = doiIn(trimmed);
  if (doi) return addressOf("doi", doi);
  if (matchAll("HOST", trimmed)) return `https://${trimmed}`;
  const match = matchAll("MARKDOWN_LINK", trimmed);
  return match ? match[1] : /^<https?:\/\/.*>$/.test(trimmed) ? trimmed.slice(1, -1) : null;
}

/** The fault of a URL and how to fix it, or null if it may be linked. Relative URLs are files of the project. */
export function faultOf(url, { internal }, quote) {
  if (matchAll("USUAL_URL", url)) return null;
  const illegal = search("ILLEGAL_IN_URL", url)?.[0];
  if (illegal) {
    const code = replaceAll(["[^]", "u"], illegal, (c) =>
      c === "\\" ? "/" : /[!'()*]/.test(c) ? `%${c.charCodeAt(0).toString(16)}` : encodeURIComponent(c),
    );
    return [
      `a URL cannot contain ${VOCABULARY.SIGNS[illegal] ?? quote(illegal)}`,
      `write ${code} instead, or fix the URL`,
    ];
  }
  const scheme = matchStart("URL_SCHEME", url)?.[1];
  if (!scheme) {
    if (url.startsWith("//")) return ["missing scheme before //", `write https:${url.slice(0, 200)}`];
    if (internal && !/^[/#?]/.test(url)) return null;
    return [`${quote(url)} is not a full URL`, "write the full URL, starting with https://"];
  }
  if (!VOCABULARY.URL_SCHEMES.includes(scheme.toLowerCase())) {
    const known = VOCABULARY.URL_SCHEMES.map((name) => `${name}:`).join(", ");
    return [`unsupported URL scheme ${quote(`${scheme}:`)}`, `use one of: ${known}`];
  }
  if (scheme.toLowerCase() !== "mailto" && !(matchStart("WEB", url) && URL.canParse(url))) {
    return [`${quote(url)} is not a valid web URL`, "write it as https://host/path, without a user name"];
  }
  return null;
}
