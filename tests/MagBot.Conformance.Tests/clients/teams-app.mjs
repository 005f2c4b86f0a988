// The Teams app as the packing command makes it, against the schema that Microsoft publishes for its version.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { run } from "./lib/run.mjs";

const botId = "11111111-2222-3333-4444-555555555555";

/** Reads a zip file by its directory. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  return Object.fromEntries(Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    const [size, nameLength, extra, comment, local] = [20, 28, 30, 32, 42].map((offset, i) => (i === 0 || i === 4 ? bytes.readUInt32LE(at + offset) : bytes.readUInt16LE(at + offset)));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    at += 46 + nameLength + extra + comment;
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    return [name, inflateRawSync(bytes.subarray(start, start + size))];
  }));
}

function pack(directory, ...more) {
  const out = join(mkdtempSync(join(tmpdir(), "magbot-teams-")), "app.zip");
  try {
    execFileSync(process.execPath, [join(directory, "package.mjs"), "--bot-id", botId, "--domain", "bot.shop.example", "--out", out, ...more], { stdio: "pipe" });
    return unzip(readFileSync(out));
  } finally {
    rmSync(join(out, ".."), { recursive: true });
  }
}

await run({
  async schema({ directory }) {
    const files = pack(directory, "--name", 'Slaap "goed"', "--version", "1.2.3");
    assert.deepEqual(Object.keys(files).sort(), ["color.png", "manifest.json", "outline.png"]);
    const manifest = JSON.parse(files["manifest.json"]);
    const schema = JSON.parse(readFileSync(
      `node_modules/@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`, "utf8"));
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    validate(manifest);
    assert.deepEqual(validate.errors, null);
    assert.equal(manifest.bots[0].botId, botId);
    assert.equal(manifest.name.short, 'Slaap "goed"');
    assert.equal(manifest.version, "1.2.3");
    for (const [icon, size] of [["color.png", 192], ["outline.png", 32]])
      assert.deepEqual([files[icon].readUInt32BE(16), files[icon].readUInt32BE(20)], [size, size]);
  },

  async wrong({ directory }) {
    for (const more of [["--bot-id", "x"], ["--domain", "https://bot.shop.example/"], ["--name", "x".repeat(31)], ["--version", "1"], ["--privacy", "http://x"]])
      assert.throws(() => pack(directory, ...more), (error) => error.status === 2 && error.stderr.length > 0, more.join(" "));
  },
});
