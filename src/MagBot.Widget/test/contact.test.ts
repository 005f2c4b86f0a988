import assert from "node:assert/strict";
import { test } from "node:test";
import { check, type Expected, type Verdict } from "../src/contact";

const cases: [Expected, string, Verdict][] = [
  ["name", "", "empty"],
  ["name", "  ", "empty"],
  ["name", "Zoë de Boer", "good"],
  ["name", "12345", "wrong"],
  ["email", "els@voorbeeld", "wrong"],
  ["email", "els@voorbeeld.example", "good"],
  ["email", "mail mij op els@voorbeeld.example.", "good"],
  ["email", "els@@voorbeeld.example", "wrong"],
  ["email", "els..b@voorbeeld.example", "wrong"],
  ["email", ".els@voorbeeld.example", "wrong"],
  ["email", "06 12345678", "wrong"],
  ["contact", "els@voorbeeld.example", "good"],
  ["contact", "06 12345678", "good"],
  ["contact", "06-1234567", "good"], // nine digits are a Belgian number
  ["contact", "06 12345", "wrong"],
  ["contact", "0612345678901", "wrong"],
  ["contact", "+31 6 12345678", "good"],
  ["contact", "+31 (0)6 12345678", "good"],
  ["contact", "0032 470 12 34 56", "good"],
  ["contact", "+31 6 1234567", "wrong"],
  ["contact", "0000000000", "wrong"],
  ["contact", "0606060606", "wrong"],
  ["contact", "morgen graag", "wrong"],
];

for (const [expected, text, verdict] of cases)
  test(`${expected} "${text}" is ${verdict}`, () => assert.equal(check(expected, text), verdict));
