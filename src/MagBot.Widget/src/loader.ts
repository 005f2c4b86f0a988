/**
 * The only script that a shop's page carries. It draws the button; everything else, the first request and the first stored value
 * included, comes when the customer opens the chat, or when a conversation of this tab is already running.
 */
import type { Chat, LoaderContext } from "./contract";
import css from "./loader.css";
import { sessionKey } from "./session";

// Before the chat is opened there is no request, so these two cannot come from the server; the script tag can replace them.
const fallbackLabel = "Stel je vraag";
const fallbackError = "De chat is nu niet bereikbaar. Probeer het straks opnieuw.";

const script = document.currentScript as HTMLScriptElement;
const base = script.src.replace(/\/widget\/[^/]*$/, "");

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}

function speechBubble(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute(
    "d",
    "M12 3C6.5 3 2 6.8 2 11.5c0 2.4 1.2 4.6 3.1 6.1L4.3 21l4-1.9c1.2.4 2.4.6 3.7.6 5.5 0 10-3.8 10-8.2S17.5 3 12 3z",
  );
  icon.append(path);
  return icon;
}

function drawButton(): LoaderContext {
  const host = document.createElement("div");
  host.id = "magbot";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const label = script.dataset["label"] || fallbackLabel;
  const button = element("button", script.dataset["position"] === "left" ? "launch left" : "launch");
  button.type = "button";
  button.dataset["testid"] = "magbot-button";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const badge = element("span", "badge");
  badge.hidden = true;
  button.append(speechBubble(), element("span", "text", label), badge);
  const notice = element("p", "notice");
  notice.setAttribute("role", "alert"); // beside the button: what is inside of one is only its name
  root.append(notice, button);
  document.body.append(host);
  return { base, root, button, notice, badge, label };
}

let loading: Promise<Chat> | undefined;

function loadChat(context: LoaderContext): Promise<Chat> {
  return (loading ??= new Promise<Chat>((resolve, reject) => {
    const chat = document.createElement("script");
    chat.src = base + "/widget/chat.js";
    if (script.nonce) chat.nonce = script.nonce;
    chat.onload = () => (window.magbotMount ? resolve(window.magbotMount(context)) : reject());
    chat.onerror = () => {
      chat.remove();
      loading = undefined; // the next click tries again
      reject();
    };
    document.head.append(chat);
  }));
}

async function open(context: LoaderContext): Promise<void> {
  const { button, notice } = context;
  button.setAttribute("aria-busy", "true");
  notice.textContent = "";
  try {
    await (await loadChat(context)).open();
  } catch {
    notice.textContent = script.dataset["error"] || fallbackError;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function hasConversation(): boolean {
  try {
    return sessionStorage.getItem(sessionKey) !== null;
  } catch {
    return false;
  }
}

function begin(): void {
  if (document.getElementById("magbot")) return; // the tag stands on the page twice
  const context = drawButton();
  context.button.onclick = () => void open(context);
  // The chat puts itself back as it was: open or folded up.
  if (hasConversation()) loadChat(context).catch(() => undefined);
}

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin);
