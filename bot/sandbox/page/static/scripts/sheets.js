// A CSV as a table in a dialog, with the rows that have a problem marked. It must not know who sent it.

import { fetchFile, fileUrl } from "./api.js";
import { attempt, byId, el, icon } from "./elements.js";

const ROWS_SHOWN = 200;
const LONG = 28;
const PROBLEM = "problem";
const LINE = "line";

export const isSheet = (name) => name.toLowerCase().endsWith(".csv");

/** Show a document in the dialog; trouble becomes a toast. */
export async function showSheet({ file_id: fileId, name }) {
  const bytes = await attempt(() => fetchFile(fileId));
  if (!bytes) return;
  const [header = [], ...rows] = readSheet(decode(bytes));
  const problemAt = header.findIndex((title) => title.trim().toLowerCase() === PROBLEM);
  const wrong = problemAt < 0 ? 0 : rows.filter((row) => row[problemAt]).length;
  byId("sheet-name").textContent = name;
  byId("sheet-count").textContent = `${count(rows.length, "row")}${wrong ? `, ${wrong} with a problem` : ""}`;
  byId("sheet-download").replaceChildren(el("a", { class: "solid", href: fileUrl(fileId), download: name }, icon("download"), el("span", {}, "Download")));
  byId("sheet-table").replaceChildren(table(header, rows.slice(0, ROWS_SHOWN), problemAt));
  byId("sheet").showModal();
  byId("sheet-table").scrollTo(0, 0);
}

/** Text as rows of fields; quotes may hold the delimiter, line ends and doubled quotes. */
export function readSheet(text) {
  const delimiter = guessDelimiter(text);
  const rows = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const row = rows.at(-1);
    const sign = text[at];
    if (sign === '"') {
      if (isQuoted && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
      else isQuoted = !isQuoted;
    } else if (!isQuoted && sign === delimiter) row.push("");
    else if (!isQuoted && sign === "\n") rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows.filter((row) => row.length > 1 || row[0].trim());
}

/** The caption that fits a sheet by its header: lists of keys are watched, all others are addresses. */
export async function guessCaption(file) {
  const start = decode(await file.slice(0, 400).arrayBuffer());
  return /access[ _]?id/i.test(start) ? "/track" : "/whitelist";
}

function decode(bytes) {
  const start = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const isWide = start.length === 2 && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff));
  const encoding = isWide ? (start[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  return new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, "\n");
}

function guessDelimiter(text) {
  const [first] = text.split("\n", 1);
  return [",", ";", "\t"].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
}

function table(header, rows, problemAt) {
  // What is wrong comes first, so that a phone shows it without scrolling sideways.
  const lineAt = header.findIndex((title) => title.trim().toLowerCase() === LINE);
  const first = [lineAt, problemAt].filter((at) => at >= 0);
  const order = [...first, ...header.keys()].filter((at, place, all) => all.indexOf(at) === place);
  const wide = Math.max(header.length, ...rows.map((row) => row.length));
  for (let at = header.length; at < wide; at += 1) order.push(at);
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, order.map((at) => el("th", { scope: "col" }, header[at] ?? "")))),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", { class: problemAt >= 0 && row[problemAt] ? "wrong" : null }, order.map((at) => cell(row[at] ?? "", at === problemAt)))),
    ),
  );
}

const cell = (text, isProblem) => el("td", { class: isProblem ? "problem" : text.length > LONG ? "long" : null }, text);

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
