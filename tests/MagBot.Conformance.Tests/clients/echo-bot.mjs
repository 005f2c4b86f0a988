// A bot on JavaScript botbuilder that says back what it hears and keeps nothing: the peer to measure beside (docs/performance.md).
// Usage: node echo-bot.mjs [port]
import { createServer } from "node:http";
import botbuilder from "botbuilder";

const adapter = new botbuilder.CloudAdapter(new botbuilder.ConfigurationBotFrameworkAuthentication({}));
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", async () => {
    request.body = JSON.parse(body);
    response.status = (code) => {
      response.statusCode = code;
      return response;
    };
    response.header = (name, value) => response.setHeader(name, value);
    response.send = (value) => response.end(value === undefined ? undefined : JSON.stringify(value));
    await adapter.process(request, response, async (context) => {
      await context.sendActivity(`echo: ${context.activity.text}`);
    });
  });
});
server.listen(Number(process.argv[2] ?? 3978), "127.0.0.1", () => console.log("listening"));
