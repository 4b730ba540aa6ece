// Addresses of a code host's editor, by the form of its address for the files of the list.

import { t } from "./words.js";

/** Longer addresses are refused by some servers. */
const LONGEST = 8000;

const HOSTS = [
  { name: "GitLab", edit: "/-/edit/", add: "/-/new/", file: "file_name", text: null }, // ignores the text
  { name: t("the code host"), edit: "/_edit/", add: "/_new/", file: "filename", text: "value" }, // Gitea and Forgejo
  { name: "GitHub", edit: "/edit/", add: "/new/", file: "filename", text: "value" },
];

/**
 * The code host of an address such as `https://github.com/ann/papers/edit/main/`, without `add` if it is not known how
 * its pages for new files are called; null without an address.
 */
export function codeHost(base) {
  if (!/^https?:\/\//.test(base)) return null;
  return { name: t("the code host"), ...HOSTS.find(({ edit }) => base.includes(edit)), base };
}

const encodedPath = (path) => path.split("/").map(encodeURIComponent).join("/");

/** The page that edits a file. */
export const editPage = ({ base }, path) => base + encodedPath(path);

/** The page that creates a file: its address, and whether the text must be copied, as it is not in the address. */
export function newFilePage({ base, edit, add, file, text }, path, content) {
  const at = path.lastIndexOf("/");
  const address = base.replace(edit, () => add) + encodedPath(path.slice(0, Math.max(at, 0)));
  const page = `${address}?${file}=${encodeURIComponent(path.slice(at + 1))}`;
  const whole = text && `${page}&${text}=${encodeURIComponent(content)}`;
  return whole && whole.length <= LONGEST ? { url: whole, copy: false } : { url: page, copy: true };
}
