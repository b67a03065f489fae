import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeFiles } from "./host/nodeFiles.ts";

declare const PANEL_ROOT: string;

const SERVER = process.env.SORA2_SERVER ?? "";
const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
const SKIP = !existsSync(SERVER) ? "SORA2_SERVER names no server" : !CHROMIUM ? "no Chromium is installed" : false;

const PAGE =
  '<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="/panel.css"><link rel="stylesheet" href="/lists.css">' +
  '<body></body><script src="/live.page.js"></script>';

/** Serves the page, node's files, and the server's door for panels without the Origin that browsers send. */
async function serve(places: { home: string; project: string }, seen: (text: string) => void): Promise<Server> {
  const files = nodeFiles() as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let body = "";
    for await (const piece of request) {
      body += piece;
    }

    return body;
  };
  const server = createServer(async (request, response) => {
    const json = (value: unknown): void => void response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    switch (request.url) {
      case "/":
        response.setHeader("content-type", "text/html").end(PAGE);
        break;
      case "/live.page.js":
        response.end(await readFile(`${PANEL_ROOT}.tests/panel/live.page.js`));
        break;
      case "/panel.css":
      case "/lists.css":
        response.setHeader("content-type", "text/css").end(await readFile(`${PANEL_ROOT}static${request.url}`));
        break;
      case "/places":
        json(places);
        break;
      case "/files": {
        const { name, args } = JSON.parse(await bodyOf(request)) as { name: string; args: unknown[] };
        await files[name]!(...args).then(
          (value) => json({ value }),
          (error: Error) => json({ error: error.message }),
        );
        break;
      }

      case "/seen":
        seen(await bodyOf(request));
        json({});
        break;
      default:
        response.writeHead(404).end();
    }
  });
  server.on("upgrade", async (request, socket) => {
    const endpoint = JSON.parse(await readFile(join(places.home, "run", "endpoint.json"), "utf8")) as { address: string };
    const { port } = new URL(endpoint.address);
    const onward = connect(Number(port), "127.0.0.1");
    const headers = Object.entries({ ...request.headers, host: `127.0.0.1:${port}` }).filter(([name]) => name !== "origin");
    onward.write(`GET ${request.url} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    socket.pipe(onward).pipe(socket);
    socket.on("error", () => onward.destroy());
    onward.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

test("LivePanel_MakesAShotOfARealServerAndPutsItIntoTheProject", { skip: SKIP, timeout: 180000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "sora2 live "));
  const home = join(folder, "home");
  const server = spawn(SERVER, ["serve", "--detached"], {
    env: { ...process.env, SORA2_HOME: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(server.stdout!, "data");
  let tell: (text: string) => void = () => {};
  const told = new Promise<string>((resolve) => (tell = resolve));
  const pages = await serve({ home, project: join(folder, "Film.prproj") }, tell);
  const address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/`;
  const browser = spawn(
    CHROMIUM!,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${join(folder, "browser")}`,
      "--remote-debugging-port=0",
      address,
    ],
    { stdio: "ignore" },
  );
  try {
    const seen = JSON.parse(await told) as Record<string, unknown>;
    assert.equal(seen.error, undefined);
    assert.match(`${seen.server}`, /^Server 0\./);
    assert.ok((seen.states as string[]).includes("Making picture and sound"), `${seen.states}`);
    assert.ok((seen.drawn as number) > 100, "the browser has drawn a picture of the shot in the making");
    assert.equal(seen.end, "In the project | On V1.");
    assert.deepEqual(seen.video, [["A@0-25", "FILM_SH0010_v001@30-80"], []]);
    assert.deepEqual(
      (seen.files as string[]).map((path) => [existsSync(path), path.slice(folder.length)]),
      [".mp4", "_FX.wav"].map((end) => [true, `/Sora2/FILM_SH0010_v001/FILM_SH0010_v001${end}`]),
    );
    assert.match(`${seen.history}`, /^a red ball on the grass \| Seed 7 {2}· {2}2 s/);
  } finally {
    browser.kill("SIGKILL");
    await once(browser, "exit");
    pages.closeAllConnections();
    pages.close();
    server.kill("SIGTERM");
    await once(server, "exit");
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
