// Builds the widget into the host's wwwroot and checks its weight.
// Usage: node build.mjs [wwwroot folder]
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const wwwroot = resolve(process.argv[2] ?? join(here, "../MagBot.Host/wwwroot"));
const widget = join(wwwroot, "widget");
const vendor = join(wwwroot, "webchat/vendor");
const budgets = { loader: 3 * 1024, widget: 30 * 1024 };

await rm(widget, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: { loader: "src/loader.ts", chat: "src/chat.tsx" },
  outdir: widget,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome100", "firefox101", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [minifiedStyleSheets()],
  logLevel: "warning",
});

await mkdir(vendor, { recursive: true });
for (const file of ["webchat.js", "webchat.js.LICENSE.txt"]) {
  await copyFile(join(here, "node_modules/botframework-webchat/dist", file), join(vendor, file));
}

const compressed = async (file) => gzipSync(await readFile(join(widget, file)), { level: 9 }).length;
const loader = await compressed("loader.js");
const whole = loader + (await compressed("chat.js"));
console.log(`MagBot widget, compressed: loader ${loader} of ${budgets.loader} bytes, whole ${whole} of ${budgets.widget} bytes`);
if (loader > budgets.loader || whole > budgets.widget) {
  console.error("build.mjs : error MAGBOT002: the widget is heavier than its budget (see above); leave something out.");
  process.exit(1);
}

/** Style sheets become strings in the script, so esbuild has to minify them on its own. */
function minifiedStyleSheets() {
  return {
    name: "minified-style-sheets",
    setup(bundler) {
      bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const sheet = await bundler.esbuild.build({ entryPoints: [path], bundle: true, minify: true, write: false });
        return { contents: sheet.outputFiles[0].text, loader: "text" };
      });
    },
  };
}
