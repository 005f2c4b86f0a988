/**
 * What a question wants to hear. The server checks again and decides; this only tells the customer early. The same rules as
 * `ContactAddress` on the server.
 */
export type Expected = "name" | "email" | "contact";

export type Verdict = "empty" | "good" | "wrong";

export function check(expected: Expected, text: string): Verdict {
  const tidy = text.trim();
  if (tidy === "") return "empty";
  const good = expected === "name" ? isName(tidy) : expected === "email" ? isEmail(tidy) : isEmail(tidy) || isPhone(tidy);
  return good ? "good" : "wrong";
}

export function isExpected(value: unknown): value is Expected {
  return value === "name" || value === "email" || value === "contact";
}

function isName(text: string): boolean {
  return text.length <= 100 && /\p{L}/u.test(text);
}

function isEmail(text: string): boolean {
  const found = /[a-z0-9._%+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,24}/i.exec(text)?.[0];
  if (!found || found.length > 254 || found.includes("..")) return false;
  const local = found.slice(0, found.indexOf("@"));
  return !local.startsWith(".") && !local.endsWith(".");
}

function isPhone(text: string): boolean {
  const found = /\+?\(?[0-9][0-9 ()./-]{7,24}/.exec(text)?.[0];
  if (!found) return false;
  const digits = found.replace(/[^0-9]/g, "");
  const abroad = found.startsWith("+") ? digits : digits.startsWith("00") ? digits.slice(2) : null;
  return new Set(digits).size > 2 && (abroad === null ? isNational(digits) : isInternational(abroad));
}

/** Dutch numbers have ten digits, Belgian ones nine, and ten for mobile telephones. */
function isNational(digits: string): boolean {
  return /^0[1-9]/.test(digits) && (digits.length === 9 || digits.length === 10);
}

function isInternational(digits: string): boolean {
  const rest = digits.slice(2).replace(/^0+/, "").length;
  if (digits.startsWith("31")) return rest === 9;
  if (digits.startsWith("32")) return rest === 8 || rest === 9;
  return digits.length >= 8 && digits.length <= 15; // E.164
}
