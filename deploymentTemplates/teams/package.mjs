// Packs the app for Microsoft Teams: fills the manifest in and puts it into a zip file with the icons. Needs Node.js 20 and nothing else.
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { deflateRawSync } from "node:zlib";

const usage = `node package.mjs --bot-id ID --domain bot.shop.example [options]

  --bot-id ID        app id of the bot's registration (MagBot:Connector:AppId)
  --domain HOST      host under which MagBot is reached
  --app-id ID        id of this Teams app; keep it from one version to the next (default: a new one)
  --name TEXT        name that people see (default MagBot; at most 30 characters)
  --developer TEXT   who offers it (default the name)
  --website URL      default https://HOST/
  --privacy URL      privacy statement (default the website)
  --terms URL        terms of use (default the website)
  --version N.N.N    default 1.0.0
  --out FILE         default magbot-teams.zip`;

const here = dirname(fileURLToPath(import.meta.url));
const options = Object.fromEntries(
  ["bot-id", "domain", "app-id", "name", "developer", "website", "privacy", "terms", "version", "out"].map((name) => [name, { type: "string" }]),
);
const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } } });
if (values.help) fail(usage, 0);

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domain = values.domain ?? "";
const name = values.name ?? "MagBot";
const website = values.website ?? `https://${domain}/`;
const fields = {
  botId: values["bot-id"] ?? "",
  domain,
  appId: values["app-id"] ?? randomUUID(),
  name,
  developer: values.developer ?? name,
  website,
  privacy: values.privacy ?? website,
  terms: values.terms ?? website,
  version: values.version ?? "1.0.0",
};
if (!guid.test(fields.botId)) fail("--bot-id must be the app id of the bot's registration, such as 11111111-2222-3333-4444-555555555555.\n\n" + usage);
if (!guid.test(fields.appId)) fail("--app-id must be a GUID.");
if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain)) fail("--domain must be a host name without https:// and without a path, such as bot.shop.example.");
if (name.length > 30) fail("--name may have at most 30 characters.");
if (fields.developer.length > 32) fail("--developer may have at most 32 characters.");
if (!/^\d+\.\d+\.\d+$/.test(fields.version)) fail("--version must have three numbers, such as 1.0.0.");
for (const key of ["website", "privacy", "terms"]) if (!fields[key].startsWith("https://")) fail(`--${key} must begin with https://.`);

const template = readFileSync(join(here, "manifest.template.json"), "utf8");
const manifest = template.replace(/\{\{(\w+)\}\}/g, (_, key) => JSON.stringify(fields[key]).slice(1, -1));
const files = [
  ["manifest.json", Buffer.from(manifest)],
  ...["color.png", "outline.png"].map((icon) => [icon, readFileSync(join(here, icon))]),
];
const out = values.out ?? "magbot-teams.zip";
writeFileSync(out, zip(files));
console.log(`${out}: app ${fields.appId}, version ${fields.version}, bot ${fields.botId}. Upload it in the Teams admin center.`);

function fail(message, code = 2) {
  (code === 0 ? console.log : console.error)(message);
  process.exit(code);
}

/** A zip file; format: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of entries) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(0x00210000, 6); // 1 January 1980: the same input gives the same file
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(path), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, Buffer.from(path));
    parts.push(local);
    offset += local.length;
  }

  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
